// First steps: mark a folder as a corpus, or look at the example.

import * as vscode from 'vscode';
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Server } from './server';

/** Writes a copydesk.toml into a folder of the workspace, shows it, and starts the server. */
export async function markCorpus(server: Server): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (!folders.length) {
    const open = 'Open Folder…';
    const answer = await vscode.window.showInformationMessage('Open the folder that holds your articles first.', open);
    if (answer === open) await vscode.commands.executeCommand('workbench.action.files.openFolder');
    return;
  }
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  const program = folder && (await server.program());
  if (!program) return;
  const file = path.join(folder.uri.fsPath, 'copydesk.toml');
  if (!fs.existsSync(file)) {
    const problem = await run(program, folder.uri.fsPath);
    if (problem) {
      void vscode.window.showErrorMessage(`copydesk init: ${problem}`);
      return;
    }
  }
  await vscode.window.showTextDocument(vscode.Uri.file(file));
  await server.start();
}

function run(program: string, folder: string): Promise<string | undefined> {
  return new Promise((resolve) =>
    execFile(program, ['init'], { cwd: folder }, (error, _, stderr) => resolve(error ? stderr.trim() || error.message : undefined)),
  );
}

/** Copies the example corpus to where the user may change it, once, and opens it in a new window. */
export async function openExample(context: vscode.ExtensionContext): Promise<void> {
  const example = vscode.Uri.joinPath(context.extensionUri, 'example');
  const copy = vscode.Uri.joinPath(context.globalStorageUri, 'harbour-flood');
  if (!fs.existsSync(copy.fsPath)) {
    await vscode.workspace.fs.createDirectory(context.globalStorageUri);
    await vscode.workspace.fs.copy(example, copy);
  }
  const newWindow = (vscode.workspace.workspaceFolders ?? []).length > 0;
  await vscode.commands.executeCommand('vscode.openFolder', copy, { forceNewWindow: newWindow });
}
