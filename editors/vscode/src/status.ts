// The status bar item: whether the server runs, and how many findings it has.

import * as vscode from 'vscode';

type Condition = 'starting' | 'running' | 'stopped' | 'missing';

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('copydesk.status', vscode.StatusBarAlignment.Left, 0);
  private readonly listener: vscode.Disposable;
  private condition: Condition = 'stopped';
  private detail = '';

  constructor() {
    this.item.name = 'copydesk';
    this.listener = vscode.languages.onDidChangeDiagnostics(() => this.draw());
  }

  show(condition: Condition, detail = ''): void {
    this.condition = condition;
    this.detail = detail;
    this.draw();
  }

  dispose(): void {
    this.listener.dispose();
    this.item.dispose();
  }

  private draw(): void {
    const { item, condition } = this;
    item.backgroundColor = condition === 'missing' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    if (condition === 'running') {
      const [findings, articles] = count();
      item.text = `$(book) copydesk: ${findings}`;
      item.tooltip = `copydesk: ${findings} ${findings === 1 ? 'finding' : 'findings'} in ${articles} ${articles === 1 ? 'file' : 'files'}`;
      item.command = 'workbench.actions.view.problems';
    } else {
      item.text = condition === 'starting' ? '$(loading~spin) copydesk' : '$(warning) copydesk';
      item.tooltip = this.detail || (condition === 'starting' ? 'copydesk is starting' : 'copydesk is not running');
      item.command = condition === 'missing' ? 'copydesk.restart' : 'copydesk.showOutput';
    }
    item.show();
  }
}

/** Findings of warning or information and above, and the files that have any; hints are left out. */
function count(): [findings: number, files: number] {
  let findings = 0;
  let files = 0;
  for (const [, diagnostics] of vscode.languages.getDiagnostics()) {
    const own = diagnostics.filter((d) => d.source === 'copydesk' && d.severity !== vscode.DiagnosticSeverity.Hint).length;
    findings += own;
    if (own) files++;
  }
  return [findings, files];
}
