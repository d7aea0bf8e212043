// What copydesk's own requests are asked and answer; see docs/json.md.

import * as vscode from 'vscode';

export interface Place {
  uri: string | null;
  path: string;
  range: { start: Position; end: Position };
}

interface Position {
  line: number;
  character: number;
}

export interface Observation extends Place {
  text: string;
  as_of: string | null;
  source: string | null;
  same_as?: number;
}

export interface Relation {
  a: number;
  b: number;
  relation: 'equal' | 'compatible' | 'conflict' | 'evolving';
}

export interface FigureGroup {
  measures: string;
  conflict: boolean;
  observations: Observation[];
  relations: Relation[];
}

export interface FigureSheet {
  root: string | null;
  groups: FigureGroup[];
  total: number;
  conflicts: number;
}

export interface Variant extends Place {
  text: string;
  relation: string;
}

export interface Quotation extends Place {
  text: string;
  differs: boolean;
  variants: Variant[];
}

export interface Voice {
  name: string;
  quotations: Quotation[];
}

export interface QuoteSheet {
  root: string | null;
  people: Voice[];
  nobody: Quotation[];
  total: number;
}

/** The sheets of the corpora that were asked about. */
export interface Sheets<T> {
  corpora: T[];
}

interface Stretch {
  range: Place['range'];
  text: string;
}

export interface Reading {
  uri: string;
  path: string;
  title: string;
  day: string | null;
  publisher: string | null;
  attributions: (Stretch & { speaker: string | null; source: string; cue: string; kind: string })[];
  figures: (Stretch & { low: number; high: number | null; unit: string; concept: string })[];
  dates: (Stretch & { kind: string; value: string })[];
  names: (Stretch & { name: string; kind: string; mentions: number })[];
}

export function range({ start, end }: Place['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Shows a place in an editor; focus stays where it is if asked for. */
export async function show(place: Pick<Place, 'uri' | 'range'>, preserveFocus = false): Promise<void> {
  if (!place.uri) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri, true));
  // Where the article is already shown, else in a group that holds no sheet.
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const column = shown?.viewColumn ?? vscode.window.visibleTextEditors.find((editor) => editor.viewColumn)?.viewColumn;
  await vscode.window.showTextDocument(document, {
    selection: range(place.range),
    preserveFocus,
    viewColumn: column ?? vscode.ViewColumn.One,
  });
}

/** Which other figures of the group one differs from, or is superseded by, as indices. */
export function against(group: FigureGroup, index: number): { differs: number[]; superseded: number[] } {
  const same = (i: number) => group.observations[i].same_as ?? i;
  const mine = same(index);
  const others = (relation: Relation['relation']) => {
    const found = new Set(
      group.relations
        .filter((r) => r.relation === relation && (r.a === mine || r.b === mine))
        .map((r) => (r.a === mine ? r.b : r.a)),
    );
    return group.observations.map((_, i) => i).filter((i) => found.has(same(i)));
  };
  const day = group.observations[index].as_of;
  const later = (i: number) => day !== null && (group.observations[i].as_of ?? '') > day;
  return { differs: others('conflict'), superseded: others('evolving').filter(later) };
}

/** The figures of a group in the order of their days, those without one last. */
export function byDay(group: FigureGroup): number[] {
  const day = (i: number) => group.observations[i].as_of ?? '9999';
  return group.observations.map((_, i) => i).sort((a, b) => day(a).localeCompare(day(b)) || a - b);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function counted(number: number, one: string, several = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : several}`;
}
