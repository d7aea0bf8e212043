// A view of the side bar: a tree that is asked for as a whole, and shown part by part.

import * as vscode from 'vscode';
import * as path from 'node:path';
import { Place } from '../protocol';
import { Refresher } from '../refresh';
import { Server } from '../server';

export interface Node {
  /** The same after a refresh, so that what is open stays open. */
  id: string;
  label: string;
  description?: string;
  tooltip?: string;
  icon: vscode.ThemeIcon;
  place?: Place;
  children?: Node[];
  open?: boolean;
}

/** What a view shows: its nodes, a sentence above them, and a number on its icon. */
export interface Contents {
  nodes: Node[];
  message?: string;
  badge?: vscode.ViewBadge;
}

export class Tree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Node>;
  private readonly refresher: Refresher;
  private readonly shown: vscode.Disposable;
  private nodes: Node[] = [];

  constructor(name: string, server: Server, ask: () => Promise<Contents | undefined>) {
    this.view = vscode.window.createTreeView(name, { treeDataProvider: this, showCollapseAll: true });
    this.refresher = new Refresher(server, () => this.view.visible, async () => {
      const contents = server.running ? await ask() : undefined;
      this.nodes = contents?.nodes ?? [];
      this.view.message = contents?.message;
      this.view.badge = contents?.badge;
      this.changed.fire();
    });
    this.shown = this.view.onDidChangeVisibility(({ visible }) => visible && this.refresher.now());
  }

  refresh(): void {
    this.refresher.now();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const state = !node.children
      ? vscode.TreeItemCollapsibleState.None
      : node.open
        ? vscode.TreeItemCollapsibleState.Expanded
        : vscode.TreeItemCollapsibleState.Collapsed;
    const item = new vscode.TreeItem(node.label, state);
    item.id = node.id;
    item.description = node.description;
    item.tooltip = node.tooltip;
    item.iconPath = node.icon;
    if (node.place) item.command = { command: 'copydesk.goTo', title: 'Go To', arguments: [node.place] };
    return item;
  }

  getChildren(node?: Node): Node[] {
    return node ? (node.children ?? []) : this.nodes;
  }

  dispose(): void {
    this.refresher.dispose();
    this.shown.dispose();
    this.view.dispose();
    this.changed.dispose();
  }
}

/** One corpus needs no node of its own; several get one each. */
export function perCorpus<T extends { root: string | null }>(sheets: T[], of: (sheet: T, prefix: string) => Node[]): Node[] {
  const filled = sheets.map((sheet) => ({ sheet, nodes: of(sheet, sheet.root ?? '') })).filter(({ nodes }) => nodes.length);
  if (filled.length <= 1) return filled.flatMap(({ nodes }) => nodes);
  return filled.map(({ sheet, nodes }) => ({
    id: sheet.root ?? 'loose',
    label: sheet.root ? path.basename(vscode.Uri.parse(sheet.root).fsPath) : 'Without a corpus',
    description: sheet.root ? vscode.workspace.asRelativePath(vscode.Uri.parse(sheet.root)) : undefined,
    icon: new vscode.ThemeIcon('folder'),
    children: nodes,
    open: true,
  }));
}
