// Starts copydesk for folders that hold a corpus (a copydesk.toml) or on command.

import * as vscode from 'vscode';
import { markCorpus, openExample } from './begin';
import { corpora } from './corpus';
import { showDismissals } from './dismissals';
import { Panel } from './panel';
import { Place, show } from './protocol';
import { openReport } from './report';
import { Server } from './server';
import { registerSheets } from './sheets';
import { StatusItem } from './status';
import { figuresView } from './views/figures';
import { peopleView } from './views/people';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('copydesk', { log: true });
  const status = new StatusItem();
  server = new Server(context, output, status);
  context.subscriptions.push(output, status, server, { dispose: () => Panel.closeAll() });

  const running = server;
  const command = (name: string, run: (...parameters: never[]) => unknown) =>
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  command('copydesk.start', () => running.start());
  command('copydesk.restart', () => running.restart());
  command('copydesk.showOutput', () => output.show());
  command('copydesk.dismissals', showDismissals);
  command('copydesk.report', () => openReport(running));
  command('copydesk.init', () => markCorpus(running));
  command('copydesk.example', () => openExample(context));
  command('copydesk.goTo', (place: Place) => show(place));
  registerSheets(context, running);

  const views = [figuresView(running), peopleView(running)];
  context.subscriptions.push(...views);
  command('copydesk.refreshViews', () => views.forEach((view) => view.refresh()));

  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('copydesk.server.path')) void running.restart();
    }),
    running.onDidChange(() => vscode.commands.executeCommand('setContext', 'copydesk.running', running.running)),
  );

  // Activation by a command or a view alone, in a folder without a corpus, waits for a command to start it.
  const [corpus] = await corpora(1);
  if (corpus) await running.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
