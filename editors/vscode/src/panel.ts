// A page in an editor tab whose places lead to the articles. It loads nothing from anywhere: its one script and its
// style are in it, and every word of an article is escaped.

import * as vscode from 'vscode';
import { randomBytes } from 'node:crypto';
import { Place, show } from './protocol';
import { Refresher } from './refresh';
import { Server } from './server';

/** Builds the inside of a page; places are noted as it goes. */
export class Page {
  readonly places: Pick<Place, 'uri' | 'range'>[] = [];

  constructor(readonly title: string) {}

  /** Words that lead to a place. */
  link(words: string, place: Pick<Place, 'uri' | 'range'>, kind: 'place' | 'words' = 'place'): string {
    this.places.push(place);
    return `<a href="#" class="${kind}" data-place="${this.places.length - 1}">${escape(words)}</a>`;
  }
}

export function escape(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => names[character]);
}

/** Makes the inside of a page, or nothing where the server cannot answer. */
export type Draw = () => Promise<{ page: Page; body: string } | undefined>;

export class Panel implements vscode.Disposable {
  private static readonly open = new Map<string, Panel>();
  private readonly panel: vscode.WebviewPanel;
  private readonly refresher: Refresher;
  private places: Page['places'] = [];
  private drawn = '';

  /** Shows the page of that name, anew or again. */
  static show(name: string, server: Server, icon: vscode.Uri, draw: Draw): void {
    const known = Panel.open.get(name);
    if (known) {
      known.panel.reveal();
      known.refresher.now();
      return;
    }
    Panel.open.set(name, new Panel(name, server, icon, draw));
  }

  static closeAll(): void {
    [...Panel.open.values()].forEach((panel) => panel.dispose());
  }

  private constructor(name: string, server: Server, icon: vscode.Uri, draw: Draw) {
    // Beside the article, where another page may be already.
    const [other] = Panel.open.values();
    const beside = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const column = other?.panel.viewColumn ?? beside;
    this.panel = vscode.window.createWebviewPanel('copydesk.sheet', 'copydesk', column, {
      enableScripts: true,
      enableFindWidget: true,
      localResourceRoots: [],
      retainContextWhenHidden: true,
    });
    this.panel.iconPath = icon;
    this.panel.webview.html = frame(randomBytes(16).toString('hex'));
    this.panel.webview.onDidReceiveMessage((message: { place?: number; ready?: boolean }) => {
      const place = message.place === undefined ? undefined : this.places[message.place];
      if (place) void show(place);
      if (message.ready && this.drawn) void this.panel.webview.postMessage({ body: this.drawn });
    });
    this.refresher = new Refresher(server, () => this.panel.visible, async () => {
      const made = await draw();
      if (!made) return;
      this.panel.title = made.page.title;
      this.places = made.page.places;
      if (made.body === this.drawn) return;
      this.drawn = made.body;
      await this.panel.webview.postMessage({ body: made.body });
    });
    this.panel.onDidChangeViewState(() => this.refresher.soon());
    this.panel.onDidDispose(() => {
      this.refresher.dispose();
      Panel.open.delete(name);
    });
    this.refresher.now();
  }

  dispose(): void {
    this.panel.dispose();
  }
}

function frame(nonce: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">
body { font: var(--vscode-font-size) var(--vscode-font-family); color: var(--vscode-foreground); padding: 4px 20px 40px; }
h1 { font-size: 1.5em; font-weight: 600; margin: 12px 0 2px; }
h2 { font-size: 1.12em; font-weight: 600; margin: 26px 0 6px; }
p.sub, .dim, td.dim { color: var(--vscode-descriptionForeground); }
p.sub { margin: 0 0 8px; }
table { border-collapse: collapse; width: 100%; max-width: 1100px; }
td, th { text-align: left; vertical-align: top; padding: 3px 14px 3px 0; border-bottom: 1px solid var(--vscode-editorWidget-border, transparent); }
th { font-weight: 400; color: var(--vscode-descriptionForeground); }
td.n { color: var(--vscode-descriptionForeground); text-align: right; width: 2em; font-variant-numeric: tabular-nums; }
td.day { white-space: nowrap; font-variant-numeric: tabular-nums; }
a { color: var(--vscode-textLink-foreground); text-decoration: none; }
a:hover, a:focus { text-decoration: underline; }
.conflict { color: var(--vscode-list-warningForeground); }
a.words { color: inherit; }
@media (min-width: 620px) { td.at { white-space: nowrap; } }
td:last-child { padding-right: 0; }
.tag { font-size: .85em; border: 1px solid currentColor; border-radius: 9px; padding: 0 7px; margin-left: 8px; vertical-align: 1px; }
.variant td { padding-left: 22px; color: var(--vscode-descriptionForeground); }
input { font: inherit; color: var(--vscode-input-foreground); background: var(--vscode-input-background);
  border: 1px solid var(--vscode-input-border, var(--vscode-editorWidget-border)); padding: 4px 8px; width: 22em; max-width: 100%; margin-top: 8px; }
</style></head><body>
<input id="filter" type="search" placeholder="Filter" aria-label="Filter"><main><p class="dim">Reading…</p></main>
<script nonce="${nonce}">
const vscode = acquireVsCodeApi(), main = document.querySelector('main'), filter = document.getElementById('filter');
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-place]');
  if (!link) return;
  event.preventDefault();
  vscode.postMessage({ place: Number(link.dataset.place) });
});
// A section is kept whole where its heading has the words; else only its rows that do.
function sift() {
  const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const has = (text) => words.every((word) => text.toLowerCase().includes(word));
  for (const section of main.querySelectorAll('section')) {
    const whole = has(section.querySelector('h2').textContent);
    let any = whole;
    for (const row of section.querySelectorAll('tr')) {
      row.hidden = !(whole || has(row.textContent));
      any ||= !row.hidden;
    }
    section.hidden = !any;
  }
}
filter.addEventListener('input', sift);
window.addEventListener('message', ({ data }) => {
  const top = document.scrollingElement.scrollTop;
  main.innerHTML = data.body;
  sift();
  document.scrollingElement.scrollTop = top;
});
vscode.postMessage({ ready: true });
</script></body></html>`;
}
