// The figure sheet and the quote sheet: what `copydesk figures` and `copydesk quotes` print for the
// corpus of the active editor, in a read-only document whose places are links.

import * as vscode from 'vscode';
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { corpora, corpusOf } from './corpus';
import { Server } from './server';

const SCHEME = 'copydesk-sheet';
const PLACE = /([^\s:()]+\.(?:txt|md|ann|conllu)):(\d+)(?::(\d+))?/g;

export function registerSheets(context: vscode.ExtensionContext, server: Server): void {
  const sheets = new Sheets();
  context.subscriptions.push(
    sheets,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, sheets),
    vscode.languages.registerDocumentLinkProvider({ scheme: SCHEME }, sheets),
    vscode.commands.registerCommand('copydesk.figures', () => sheets.open('figures', server)),
    vscode.commands.registerCommand('copydesk.quotes', () => sheets.open('quotes', server)),
  );
}

class Sheets implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  async open(sheet: 'figures' | 'quotes', server: Server): Promise<void> {
    const program = await server.program();
    const folder = program && (await corpus());
    if (!program || !folder) return;
    const text = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `copydesk ${sheet}` },
      () => print(program, sheet, folder),
    );
    if (text === undefined) return;
    const name = `${path.basename(folder)} ${sheet}`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: folder });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const folder = document.uri.query;
    return [...document.getText().matchAll(PLACE)].map((place) => {
      const [text, file, line, column] = place;
      const range = new vscode.Range(document.positionAt(place.index), document.positionAt(place.index + text.length));
      const target = vscode.Uri.file(path.resolve(folder, file)).with({ fragment: `L${line},${column ?? 1}` });
      return new vscode.DocumentLink(range, target);
    });
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function print(program: string, sheet: string, folder: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Run in the folder without naming it, so that the places are relative to the corpus.
    execFile(program, [sheet], { cwd: folder, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error) void vscode.window.showErrorMessage(`copydesk ${sheet}: ${stderr.trim() || error.message}`);
      resolve(error ? undefined : stdout);
    });
  });
}

/** The corpus of the active editor; else the only one of the workspace; else the one that is picked. */
async function corpus(): Promise<string | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active?.scheme === 'file' ? corpusOf(active.fsPath) : undefined;
  if (own) return own;
  const folders = await corpora(200);
  if (folders.length > 1) return vscode.window.showQuickPick(folders, { title: 'Of which corpus?' });
  if (folders.length === 1) return folders[0];
  if (active?.scheme === 'file') return path.dirname(active.fsPath);
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}
