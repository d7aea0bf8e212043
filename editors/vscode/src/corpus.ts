// Where the corpora of the workspace are: the folders that hold a copydesk.toml.

import * as vscode from 'vscode';
import * as fs from 'node:fs';
import * as path from 'node:path';

const MARKER = 'copydesk.toml';

/** The nearest folder above `file` that is a corpus. */
export function corpusOf(file: string): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, MARKER))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** Every corpus of the workspace, or the first `limit` of them. */
export async function corpora(limit: number): Promise<string[]> {
  // The folders themselves first: that needs no search, which a large workspace would make slow.
  const roots = (vscode.workspace.workspaceFolders ?? [])
    .map((folder) => folder.uri.fsPath)
    .filter((folder) => fs.existsSync(path.join(folder, MARKER)));
  if (roots.length >= limit) return roots;
  const found = await vscode.workspace.findFiles(`**/${MARKER}`, '**/{node_modules,target}/**', limit);
  return [...new Set([...roots, ...found.map((file) => path.dirname(file.fsPath))])].sort();
}

/** The corpus of the active editor; else the only one of the workspace; else the one that is picked; else its folder. */
export async function pickCorpus(): Promise<string | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active?.scheme === 'file' ? corpusOf(active.fsPath) : undefined;
  if (own) return own;
  const folders = await corpora(200);
  if (folders.length > 1) return vscode.window.showQuickPick(folders, { title: 'Of which corpus?' });
  if (folders.length === 1) return folders[0];
  if (active?.scheme === 'file') return path.dirname(active.fsPath);
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

/** A corpus's name for people. */
export function nameOf(root: string | null): string {
  return root ? path.basename(vscode.Uri.parse(root).fsPath) : 'open articles';
}
