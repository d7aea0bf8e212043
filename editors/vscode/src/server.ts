// The language client: one server for the whole window, whatever the number of folders.

import * as vscode from 'vscode';
import { LanguageClient, LanguageClientOptions, ServerOptions, State, TransportKind } from 'vscode-languageclient/node';
import { findProgram } from './program';
import { StatusItem } from './status';

// What the server is told of. Which of these files are articles it decides itself, by copydesk.toml.
const DOCUMENTS: LanguageClientOptions['documentSelector'] = [
  ...['plaintext', 'markdown'].flatMap((language) => [
    { scheme: 'file', language },
    { scheme: 'untitled', language },
  ]),
  ...['brat', 'bratconf', 'conllu', 'webanno'].map((language) => ({ scheme: 'file', language })),
  { scheme: 'file', pattern: '**/copydesk.toml' },
  // Whatever language another extension takes them for.
  { scheme: 'file', pattern: '**/*.{text,tsv,jsonl}' },
];

const DISMISS = 'copydesk.dismiss';
/** How the server's tokens for work of its own accord begin. */
const BACKGROUND = 'copydesk/';

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  /** The server has started or stopped. */
  readonly onDidChange = this.changed.event;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
    private readonly status: StatusItem,
  ) {}

  get running(): boolean {
    return this.client?.state === State.Running;
  }

  /** Whether the server is told of a document when it is open. */
  serves(uri: vscode.Uri): boolean {
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    return document !== undefined && vscode.languages.match(DOCUMENTS as vscode.DocumentSelector, document) > 0;
  }

  /** Whether the server runs, after starting it where it does not. */
  async ready(): Promise<boolean> {
    if (!this.running) await this.start();
    return this.running;
  }

  /** The answer to one of copydesk's own requests; nothing where the server cannot answer. */
  async ask<T>(method: string, parameters: object): Promise<T | undefined> {
    if (!this.client || !this.running) return undefined;
    try {
      return await this.client.sendRequest<T>(method, parameters);
    } catch (error) {
      this.output.warn(`${method}: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }

  /** The program's path; where there is none the user is told what to do. */
  async program(): Promise<string | undefined> {
    const program = findProgram(this.context.extensionUri);
    if ('path' in program) return program.path;
    this.status.show('missing', program.problem);
    this.output.error(program.problem);
    const settings = 'Open Settings';
    if ((await vscode.window.showErrorMessage(program.problem, settings)) === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'copydesk.server.path');
    }
    return undefined;
  }

  start(): Promise<void> {
    return this.next(() => this.run());
  }

  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  restart(): Promise<void> {
    return this.next(async () => {
      await this.end();
      await this.run();
    });
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
  }

  /** Starts and stops follow one another, in the order in which they were asked for. */
  private next(step: () => Promise<void>): Promise<void> {
    this.work = this.work.then(step, step);
    return this.work;
  }

  private async run(): Promise<void> {
    if (this.client) return;
    const found = findProgram(this.context.extensionUri);
    if (!('path' in found)) {
      void this.program();
      return;
    }
    this.output.info(`starting ${found.path}`);
    const server: ServerOptions = { command: found.path, args: ['lsp'], transport: TransportKind.stdio };
    const client = new LanguageClient('copydesk', 'copydesk', server, {
      documentSelector: DOCUMENTS,
      outputChannel: this.output,
      synchronize: { configurationSection: 'copydesk' },
      middleware: {
        // What the server does in the background is shown on copydesk's own item of the status bar.
        handleWorkDoneProgress: (token, step, next) => {
          if (String(token).startsWith(BACKGROUND)) this.status.progress(step);
          else next(token, step);
        },
        // A dismissal says why; without a reason the server leaves the place for it open in the file.
        executeCommand: async (command, commandArguments, next) => {
          if (command === DISMISS && commandArguments[0] && !commandArguments[0].reason) {
            const reason = await vscode.window.showInputBox({
              title: 'Dismiss a finding',
              prompt: 'Why is it no mistake? The reason is kept in copydesk-dismissed.toml.',
            });
            if (reason === undefined) return undefined;
            return next(command, [{ ...commandArguments[0], reason }]);
          }
          return next(command, commandArguments);
        },
      },
    });
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.status.show('running');
      else if (newState === State.Starting) this.status.show('starting');
      else this.status.show('stopped');
      this.changed.fire();
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.client = undefined;
      this.status.show('stopped', `The server did not start: ${error instanceof Error ? error.message : error}`);
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.output.warn(`the server did not stop cleanly: ${error instanceof Error ? error.message : error}`);
    }
  }
}
