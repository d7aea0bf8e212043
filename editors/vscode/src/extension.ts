// Starts copydesk for folders that hold a corpus (a copydesk.toml) or on command.

import * as vscode from 'vscode';
import { corpora } from './corpus';
import { showDismissals } from './dismissals';
import { Server } from './server';
import { registerSheets } from './sheets';
import { StatusItem } from './status';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('copydesk', { log: true });
  const status = new StatusItem();
  server = new Server(context, output, status);
  context.subscriptions.push(output, status, server);

  const running = server;
  const command = (name: string, run: () => unknown) =>
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  command('copydesk.start', () => running.start());
  command('copydesk.restart', () => running.restart());
  command('copydesk.showOutput', () => output.show());
  command('copydesk.dismissals', showDismissals);
  registerSheets(context, running);

  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('copydesk.server.path')) void running.restart();
    }),
  );

  // Activation by a command alone, in a folder without a corpus, waits for that command to start it.
  const [corpus] = await corpora(1);
  if (corpus) await running.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
