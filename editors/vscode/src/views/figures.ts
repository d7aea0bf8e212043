// The view "Figures in Conflict": what articles disagree about, grouped by what the figures measure.

import * as vscode from 'vscode';
import { FigureGroup, FigureSheet, Sheets, against, byDay, capitalised, counted } from '../protocol';
import { Server } from '../server';
import { Contents, Node, Tree, perCorpus } from './tree';

/** More groups than this nobody reads in a side bar; the figure sheet has them all. */
const LIMIT = 500;

export function figuresView(server: Server): Tree {
  return new Tree('copydesk.conflicts', server, async () => {
    const answer = await server.ask<Sheets<FigureSheet>>('copydesk/figures', { only_differing: true, limit: LIMIT });
    return answer && contents(answer.corpora);
  });
}

function contents(sheets: FigureSheet[]): Contents {
  const conflicts = sheets.reduce((sum, sheet) => sum + sheet.conflicts, 0);
  const total = sheets.reduce((sum, sheet) => sum + sheet.total, 0);
  const nodes = perCorpus(sheets, (sheet, prefix) => sheet.groups.map((group, i) => node(group, `${prefix}#${group.measures}#${i}`)));
  const cut = sheets.some((sheet) => sheet.groups.length < sheet.conflicts);
  return {
    nodes,
    message: cut
      ? `The ${LIMIT} first of ${conflicts.toLocaleString('en')}; the figure sheet has them all.`
      : sheets.length && !conflicts
        ? total
          ? `No conflict among ${counted(total, 'group')} of figures.`
          : 'No two passages give a figure for the same thing.'
        : undefined,
    badge: conflicts ? { value: conflicts, tooltip: `${counted(conflicts, 'figure')} in conflict` } : undefined,
  };
}

function node(group: FigureGroup, id: string): Node {
  const order = byDay(group);
  return {
    id,
    label: capitalised(group.measures),
    description: counted(group.observations.length, 'figure'),
    icon: new vscode.ThemeIcon('symbol-numeric'),
    open: true,
    children: order.map((index) => {
      const observation = group.observations[index];
      const { differs, superseded } = against(group, index);
      const named = (i: number) => `${group.observations[i].text} (${group.observations[i].path})`;
      return {
        id: `${id}#${index}`,
        label: observation.text.replace(/\s+/g, ' '),
        description: [observation.path, observation.as_of, observation.source].filter(Boolean).join(' · '),
        tooltip: [
          observation.source ? `${observation.text}, says ${observation.source}` : observation.text,
          `${observation.path}:${observation.range.start.line + 1}${observation.as_of ? `, as of ${observation.as_of}` : ''}`,
          ...differs.map((i) => `differs from ${named(i)}`),
          ...superseded.map((i) => `superseded by ${named(i)}`),
        ].join('\n'),
        icon: differs.length
          ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
          : new vscode.ThemeIcon(superseded.length ? 'history' : 'pass'),
        place: observation,
      };
    }),
  };
}
