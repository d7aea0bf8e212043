// The figure sheet, the quote sheet and the reading of an article, as pages whose places are links.

import * as vscode from 'vscode';
import { corpusOf, nameOf } from './corpus';
import { Page, Panel, escape } from './panel';
import { FigureSheet, Quotation, QuoteSheet, Reading, Sheets, against, byDay, capitalised, counted } from './protocol';
import { Server } from './server';

export function registerSheets(context: vscode.ExtensionContext, server: Server): void {
  const icon = (name: string) => vscode.Uri.joinPath(context.extensionUri, 'images', `${name}.svg`);
  const command = (name: string, run: () => Promise<void>) =>
    context.subscriptions.push(vscode.commands.registerCommand(name, run));

  command('copydesk.figures', async () => {
    const asked = await subject(server);
    if (asked) {
      Panel.show(`figures ${asked.key}`, server, icon('figures'), async () => {
        const answer = await server.ask<Sheets<FigureSheet>>('copydesk/figures', asked.parameters);
        return answer && figures(answer.corpora);
      });
    }
  });
  command('copydesk.quotes', async () => {
    const asked = await subject(server);
    if (asked) {
      Panel.show(`quotes ${asked.key}`, server, icon('quotes'), async () => {
        const answer = await server.ask<Sheets<QuoteSheet>>('copydesk/quotes', asked.parameters);
        return answer && quotes(answer.corpora);
      });
    }
  });
  command('copydesk.reading', async () => {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    if (!uri || !(await server.ready())) {
      if (!uri) void vscode.window.showInformationMessage('Open an article first: this shows how copydesk reads it.');
      return;
    }
    Panel.show(`reading ${uri}`, server, icon('reading'), async () => {
      const answer = await server.ask<Reading | null>('copydesk/reading', { uri });
      return answer === undefined ? undefined : answer ? reading(answer) : nothing('No article');
    });
  });
}

/** The corpus of the active article, else every corpus of the window. */
async function subject(server: Server): Promise<{ key: string; parameters: { uri?: string } } | undefined> {
  if (!(await server.ready())) return undefined;
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active?.scheme === 'file' ? corpusOf(active.fsPath) : undefined;
  const uri = active && server.serves(active) ? active.toString() : undefined;
  return own || uri ? { key: own ?? 'loose', parameters: { uri } } : { key: '', parameters: {} };
}

function nothing(title: string): { page: Page; body: string } {
  const body = `<h1>${escape(title)}</h1><p class="sub">This file is no article of a corpus. See "Nothing is underlined" in the troubleshooting page.</p>`;
  return { page: new Page(title), body };
}

function section(heading: string, rows: string[]): string {
  return rows.length ? `<section><h2>${heading}</h2><table>${rows.join('')}</table></section>` : '';
}

const place = (at: { path: string; range: Reading['figures'][number]['range'] }) => `${at.path}:${at.range.start.line + 1}`;

function figures(sheets: FigureSheet[]): { page: Page; body: string } {
  const page = new Page(sheets.length === 1 ? `Figures: ${nameOf(sheets[0].root)}` : 'Figures');
  const total = sheets.reduce((sum, sheet) => sum + sheet.total, 0);
  const conflicts = sheets.reduce((sum, sheet) => sum + sheet.conflicts, 0);
  const sections = sheets.flatMap((sheet) =>
    sheet.groups.map((group) => {
      const order = byDay(group);
      const number = (i: number) => order.indexOf(i) + 1;
      const rows = order.map((index, row) => {
        const observation = group.observations[index];
        const { differs, superseded } = against(group, index);
        const others = (word: string, indices: number[]) => {
          const numbers = indices.map(number).sort((a, b) => a - b);
          return numbers.length ? `${word} ${numbers.join(', ')}` : '';
        };
        return (
          `<tr><td class="n">${row + 1}</td><td>${page.link(observation.text, observation, 'words')}</td>` +
          `<td class="${differs.length ? 'conflict' : 'dim'}">${[others('differs from', differs), others('superseded by', superseded)].filter(Boolean).join('; ')}</td>` +
          `<td class="day">${observation.as_of ?? '<span class="dim">no date</span>'}</td>` +
          `<td class="at">${page.link(place(observation), observation)}</td><td>${escape(observation.source ?? '')}</td></tr>`
        );
      });
      const tag = group.conflict ? ' <span class="tag conflict">in conflict</span>' : '';
      return section(escape(capitalised(group.measures)) + tag, rows);
    }),
  );
  const sub = `${counted(total, 'group')} of figures that more than one passage gives, ${conflicts} in conflict`;
  return { page, body: `<h1>${escape(page.title)}</h1><p class="sub">${sub}</p>${sections.join('')}` };
}

function quotes(sheets: QuoteSheet[]): { page: Page; body: string } {
  const page = new Page(sheets.length === 1 ? `Quotes: ${nameOf(sheets[0].root)}` : 'Quotes');
  const row = (quotation: Quotation) => {
    const versions = quotation.variants.map(
      (variant) =>
        `<tr class="variant"><td>${escape(variant.relation)}: ${page.link(`“${variant.text}”`, variant, 'words')}</td><td class="at">${page.link(place(variant), variant)}</td></tr>`,
    );
    const mark = quotation.differs ? ' <span class="tag conflict">in other words elsewhere</span>' : '';
    return `<tr><td>${page.link(`“${quotation.text}”`, quotation, 'words')}${mark}</td><td class="at">${page.link(place(quotation), quotation)}</td></tr>${versions.join('')}`;
  };
  const people = sheets.reduce((sum, sheet) => sum + sheet.total, 0);
  const sections = sheets.flatMap((sheet) => [
    ...sheet.people.map((voice) => section(escape(voice.name), voice.quotations.map(row))),
    section('Nobody named', sheet.nobody.map(row)),
  ]);
  const quotations = sheets.flatMap((sheet) => [...sheet.people.flatMap((voice) => voice.quotations), ...sheet.nobody]);
  const sub = `${counted(quotations.length, 'quotation')} of ${counted(people, 'person', 'people')}, ${quotations.filter((q) => q.differs).length} in other words elsewhere`;
  return { page, body: `<h1>${escape(page.title)}</h1><p class="sub">${sub}</p>${sections.join('')}` };
}

function reading(reading: Reading): { page: Page; body: string } {
  const page = new Page(`Reading: ${reading.path.split('/').pop()}`);
  const link = (words: string, stretch: { range: Reading['figures'][number]['range'] }) =>
    page.link(words, { uri: reading.uri, range: stretch.range });
  const line = (stretch: { range: Reading['figures'][number]['range'] }) => `<td class="n">${stretch.range.start.line + 1}</td>`;
  const interval = (low: number, high: number | null) => {
    const shown = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 3 });
    return high === null ? `${shown(low)} or more` : low === high ? shown(low) : `${shown(low)} – ${shown(high)}`;
  };
  const body = [
    `<h1>${escape(reading.title)}</h1>`,
    `<p class="sub">${escape([reading.path, reading.publisher, reading.day ?? 'no date found'].filter(Boolean).join(' · '))}</p>`,
    section('Who says what', reading.attributions.map((a) =>
      `<tr>${line(a)}<td>${escape(a.speaker ?? a.source)}</td><td class="dim">${escape(a.cue)}</td><td>${link(a.text, a)}</td><td class="dim">${a.kind}</td></tr>`)),
    section('Figures', reading.figures.map((f) =>
      `<tr>${line(f)}<td>${link(f.text, f)}</td><td>${interval(f.low, f.high)} ${escape(f.unit)}</td><td class="dim">${escape(f.concept)}</td></tr>`)),
    section('Dates', reading.dates.map((d) =>
      `<tr>${line(d)}<td>${link(d.text, d)}</td><td>${escape(d.value)}</td><td class="dim">${d.kind.toLowerCase()}</td></tr>`)),
    section('Names', reading.names.map((n) =>
      `<tr>${line(n)}<td>${link(n.name, n)}</td><td>${n.kind}</td><td class="dim">${counted(n.mentions, 'mention')}</td></tr>`)),
  ];
  return { page, body: body.join('') };
}
