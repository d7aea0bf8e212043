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
