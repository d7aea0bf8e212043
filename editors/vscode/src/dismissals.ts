// What was dismissed and why: the file copydesk-dismissed.toml of the corpus.

import * as vscode from 'vscode';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pickCorpus } from './corpus';

const FILE = 'copydesk-dismissed.toml';

export async function showDismissals(): Promise<void> {
  const folder = await pickCorpus();
  if (!folder) return;
  const file = path.join(folder, FILE);
  if (!fs.existsSync(file)) {
    void vscode.window.showInformationMessage('Nothing was dismissed in this corpus. A quick fix on a finding does so.');
    return;
  }
  await vscode.window.showTextDocument(vscode.Uri.file(file));
}
