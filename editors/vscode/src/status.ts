// The status bar item: whether the server runs, how far it has read, and how many findings it has.

import * as vscode from 'vscode';
import type { WorkDoneProgressBegin, WorkDoneProgressEnd, WorkDoneProgressReport } from 'vscode-languageclient/node';
import { counted } from './protocol';

type Condition = 'starting' | 'running' | 'stopped' | 'missing';

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('copydesk.status', vscode.StatusBarAlignment.Left, 0);
  private readonly listener: vscode.Disposable;
  private condition: Condition = 'stopped';
  private detail = '';
  private reading: { title: string; message: string } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    this.item.name = 'copydesk';
    // Findings come in bursts; counting them once for each is enough.
    this.listener = vscode.languages.onDidChangeDiagnostics(() => {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.draw();
      }, 100);
    });
  }

  show(condition: Condition, detail = ''): void {
    this.condition = condition;
    this.detail = detail;
    this.reading = undefined;
    this.draw();
  }

  /** The server reads articles in the background. */
  progress(step: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void {
    if (step.kind === 'end') this.reading = undefined;
    else {
      const title = step.kind === 'begin' ? step.title : (this.reading?.title ?? '');
      this.reading = { title, message: step.message ?? '' };
    }
    this.draw();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listener.dispose();
    this.item.dispose();
  }

  private draw(): void {
    const { item, condition } = this;
    item.backgroundColor = condition === 'missing' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    if (condition === 'running') {
      const { findings, files, errors } = count();
      item.text = this.reading ? `$(sync~spin) copydesk: ${this.reading.message}` : `$(book) copydesk: ${findings}`;
      const lines = [
        `**copydesk** reads this folder`,
        this.reading && `${this.reading.title}: ${this.reading.message}`,
        findings ? `${counted(findings, 'finding')} in ${counted(files, 'file')}${errors ? `, ${counted(errors, 'error')} among them` : ''}` : 'no findings',
        '[Figure sheet](command:copydesk.figures) · [Quote sheet](command:copydesk.quotes) · [Report](command:copydesk.report)',
        '[Restart](command:copydesk.restart) · [Output](command:copydesk.showOutput)',
      ];
      const tooltip = new vscode.MarkdownString(lines.filter(Boolean).join('\n\n'));
      tooltip.isTrusted = { enabledCommands: ['copydesk.figures', 'copydesk.quotes', 'copydesk.report', 'copydesk.restart', 'copydesk.showOutput'] };
      item.tooltip = tooltip;
      item.command = 'workbench.actions.view.problems';
    } else {
      item.text = condition === 'starting' ? '$(loading~spin) copydesk' : '$(warning) copydesk';
      item.tooltip = this.detail || (condition === 'starting' ? 'copydesk is starting' : 'copydesk is not running');
      item.command = condition === 'missing' ? 'copydesk.restart' : 'copydesk.showOutput';
    }
    item.show();
  }
}

/** Findings of information and above, and the files that have any; hints are left out. */
function count(): { findings: number; files: number; errors: number } {
  let [findings, files, errors] = [0, 0, 0];
  for (const [, diagnostics] of vscode.languages.getDiagnostics()) {
    const own = diagnostics.filter((d) => d.source === 'copydesk' && d.severity !== vscode.DiagnosticSeverity.Hint);
    findings += own.length;
    errors += own.filter((d) => d.severity === vscode.DiagnosticSeverity.Error).length;
    if (own.length) files++;
  }
  return { findings, files, errors };
}
