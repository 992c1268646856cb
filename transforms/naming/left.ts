/** Lines that go on saying a name after an object has got another one. */
import { nameBeforeHash } from '../../src/kubernetes/names/content-names.ts';
import { nameWord } from '../../src/kubernetes/names/name-word.ts';
import type { Doubt, Resource, Root } from '../../src/transform.ts';
import { fileOf } from '../shared/places.ts';

/** Comments, and what no root that renders the object reads: scripts, programs, instructions, manifests of other places. */
function linesLeft(resource: Resource, root: Root): string[] {
  return root.platform
    .linesWith(nameWord(namesOf(resource)))
    .filter(
      ({ at, text }) => !OF_IMAGE.test(text) && (isComment(text) || !root.isReadWith(resource, fileOf(at))),
    )
    .map(({ at }) => at);
}

/** As the manifest has it, and as layers above render it; a hash at the end is written nowhere. */
function namesOf(resource: Resource): string[] {
  return [...new Set([...resource.formerNames, nameBeforeHash(resource) ?? resource.name])];
}

const OF_IMAGE = /^(?:-\s+)?(?:image|newName):\s/;

function isComment(text: string): boolean {
  return text.startsWith('#');
}

/** So many files are named, one after the other. */
const SHOWN = 3;

export function doubtOfLines(resource: Resource, root: Root): Doubt[] {
  const lines = linesLeft(resource, root);
  if (lines.length === 0) return [];
  const files = [...new Set(lines.map(fileOf))];
  const rest = files.length - SHOWN;
  const shown = [...files.slice(0, SHOWN), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  const said = lines.length === 1 ? 'line that stays says' : 'lines that stay say';
  return [`${lines.length} ${said} the old name too (${shown})`];
}
