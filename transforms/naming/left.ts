/** Lines that go on saying a name after an object has got another one. */
import type { Doubt, LineLeft, Resource, Root } from '../../src/transform.ts';
import { sourceName } from '../shared/elsewhere.ts';

/** So many lines are named, one after the other. */
const SHOWN = 6;

export function doubtOfLines(resource: Resource, root: Root): Doubt[] {
  const lines = root.linesLeft(resource);
  const isSaid = ({ reads }: LineLeft) => reads === 'nothing reads it' || reads === 'comment';
  const said = lines.filter(isSaid);
  const others = lines.filter(line => !isSaid(line));
  const verb = said.length === 1 ? 'line that stays says' : 'lines that stay say';
  const same = others.map(({ at, reads }) => `${at}: ${reads}`);
  return [
    ...(said.length > 0
      ? [`${said.length} ${verb} the old name too (${shown(said.map(({ at }) => at))})`]
      : []),
    ...(others.length > 0
      ? [`${sourceName(resource)} stays where something else may be meant (${shown(same)})`]
      : []),
  ];
}

function shown(all: readonly string[]): string {
  const rest = all.length - SHOWN;
  return [...all.slice(0, SHOWN), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
