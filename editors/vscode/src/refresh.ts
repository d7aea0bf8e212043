// When views ask again: when findings have changed, which is when the corpus has, and no more often than
// the corpus is quick to answer.

import * as vscode from 'vscode';
import { Server } from './server';

const QUIET = 700; // ms

export class Refresher implements vscode.Disposable {
  private readonly listeners: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private again = false;
  private took = 0;

  constructor(
    server: Server,
    private readonly wanted: () => boolean,
    private readonly ask: () => Promise<void>,
  ) {
    this.listeners = [
      vscode.languages.onDidChangeDiagnostics(() => this.soon()),
      server.onDidChange(() => this.now()),
    ];
  }

  soon(): void {
    if (!this.wanted()) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), Math.max(QUIET, 5 * this.took));
  }

  now(): void {
    clearTimeout(this.timer);
    if (!this.wanted()) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    const start = Date.now();
    void this.ask().finally(() => {
      this.took = Date.now() - start;
      this.running = false;
      if (this.again) {
        this.again = false;
        this.soon();
      }
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listeners.forEach((listener) => listener.dispose());
  }
}
