// Where the copydesk program is.

import * as vscode from 'vscode';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const NAME = process.platform === 'win32' ? 'copydesk.exe' : 'copydesk';

/** The program, or why there is none, as a sentence for the user. */
export type Program = { path: string } | { problem: string };

export function findProgram(extension: vscode.Uri): Program {
  const set = vscode.workspace.getConfiguration('copydesk').get<string>('server.path', '').trim();
  if (set) {
    const named = expand(set);
    const found = named.includes(path.sep) || named.includes('/') ? executable(named) && named : onPath(named);
    return found ? { path: found } : { problem: `The setting copydesk.server.path names ${named}, which is not a program.` };
  }
  const bundled = vscode.Uri.joinPath(extension, 'server', NAME).fsPath;
  if (executable(bundled)) return { path: bundled };
  const installed = onPath(NAME);
  if (installed) return { path: installed };
  return {
    problem:
      'The copydesk program was not found: it is neither in this extension nor on PATH. ' +
      'Install it ("cargo install --path ." in the copydesk sources) or set copydesk.server.path.',
  };
}

function expand(setting: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  return setting.replace(/^~(?=$|[\\/])/, os.homedir()).replaceAll('${workspaceFolder}', folder);
}

function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .map((folder) => path.join(folder, name))
    .find(executable);
}

function executable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
