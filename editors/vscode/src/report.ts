// The report: what `copydesk report` makes of the corpus, as a page in an editor tab, to be kept as a file where wanted.

import * as vscode from 'vscode';
import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { pickCorpus } from './corpus';
import { Server } from './server';

export async function openReport(server: Server): Promise<void> {
  const program = await server.program();
  const folder = program && (await pickCorpus());
  if (!program || !folder) return;
  const html = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'copydesk report', cancellable: true },
    (_, cancelled) => print(program, folder, cancelled),
  );
  if (html === undefined) return;
  const name = path.basename(folder);
  // The page has no script and asks for nothing from elsewhere; scripts stay forbidden all the same.
  const panel = vscode.window.createWebviewPanel('copydesk.report', `Report: ${name}`, vscode.ViewColumn.Active, {
    enableScripts: false,
    enableFindWidget: true,
    localResourceRoots: [],
  });
  panel.webview.html = html;
  const save = 'Save As…';
  if ((await vscode.window.showInformationMessage(`The report of ${name} is in its tab. To open it in a browser, save it.`, save)) !== save) return;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(folder, '..', `${name}-report.html`)),
    filters: { HTML: ['html'] },
  });
  if (!target) return;
  try {
    await fs.writeFile(target.fsPath, html);
  } catch (error) {
    void vscode.window.showErrorMessage(`The report was not saved: ${error instanceof Error ? error.message : error}`);
    return;
  }
  const open = 'Open';
  if ((await vscode.window.showInformationMessage(`Saved as ${target.fsPath}.`, open)) === open) await vscode.env.openExternal(target);
}

function print(program: string, folder: string, cancelled: vscode.CancellationToken): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = execFile(program, ['report'], { cwd: folder, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error && !child.killed) void vscode.window.showErrorMessage(`copydesk report: ${stderr.trim() || error.message}`);
      resolve(error ? undefined : stdout);
    });
    cancelled.onCancellationRequested(() => child.kill());
  });
}
