/** What comments say of the namespace that a root does without. */
import { literal } from '../../src/text/literal.ts';
import type { KustomizationFile, Root } from '../../src/transform.ts';
import { fileOf, folderOf } from '../shared/places.ts';

/** As people say that the field is left out, and that it is for whoever applies it to say one. */
const LEFT_OUT = [
  /\bno [`'"]?namespace\b(?!s?[`'":]* (?:objects?|resources?|manifests?|is (?:made|created)))/i,
  /\bnamespace\b.{0,60}\b(?:on purpose|purposely|deliberate(?:ly)?|intentional(?:ly)?|by design|left (?:out|open|unset|to)|omitted|unset|not (?:set|said|fixed|given|hard-?coded)|up to)\b/i,
  /\b(?:on purpose|purposely|deliberate(?:ly)?|intentional(?:ly)?|by design|omits?|leaves? out|(?:do|does)(?: not|n't) (?:set|say|fix|name|hard-?code|write))\b.{0,60}\bnamespace\b/i,
  /\bnamespace\b.{0,60}\b(?:comes? from|is (?:set|said|given|passed|chosen|added|injected) by|(?:set|given|passed|chosen) (?:by|with|in|at))\b/i,
  /\bcreate your own\b.{0,80}\bnamespace\b/i,
];

/** As people say that what a root renders is there more than once in a cluster. */
const SEVERAL = new RegExp(
  [
    /\b(?:some|each|every|all|most|several|two|many) (?:of us|of you|person|people|developers?|teams?|workers?|users?)\b.{0,40}\b(?:runs?|deploys?|appl(?:y|ies)|installs?|has|have|gets?)\b.{0,30}\b(?:own|two|three|several|many|more than one|copies|second|twice)\b/,
    /\b(?:runs?|deploy(?:s|ed)?|appl(?:y|ies|ied)|install(?:s|ed)?)\b.{0,30}\b(?:twice|side by side|more than once|several times|(?:two|three|several|many|multiple) (?:of (?:it|them|these)|copies|instances))\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/** Where one sentence ends, and where a note to oneself begins. */
const END = /(?<=[.!?;])\s+|\s+(?=(?:TODO|FIXME|XXX)\b)/;
const OF_NAMESPACE = /#.*\bnamespace\b/i;

/** That it has none on purpose, with its place: a sentence may go over two lines. */
export function leftOutSaid(root: Root): string | undefined {
  const own = ownKustomization(root);
  if (own === undefined) return undefined;
  const { comments, file } = own;
  for (const [index, line] of comments.entries()) {
    const beside = [line, comments[index + 1]].filter(each => each !== undefined);
    const sentence = sentenceIn(line) ?? sentenceIn(beside.join(' '));
    if (sentence === undefined) continue;
    const written = root.platform
      .linesWith(OF_NAMESPACE)
      .find(({ at, text }) => fileOf(at) === file && beside.some(said => said !== '' && text.includes(said)));
    return `a comment says why: "${sentence.trim()}" (${written?.at ?? file})`;
  }
  return undefined;
}

function sentenceIn(comment: string): string | undefined {
  return comment.split(END).find(sentence => LEFT_OUT.some(words => words.test(sentence)));
}

/** That there are several of it, each in a namespace of its own: `"some of us run two" (base/kustomization.yaml:3)`. */
export function severalSaid({ platform, path }: Root): string | undefined {
  const here = new RegExp(`^${literal(path && `${path}/`)}[^/]+:\\d+$`);
  const line = platform.linesWith(SEVERAL).find(({ at, text }) => here.test(at) && isProse(at, text));
  return line && `"${line.text.replace(/^\s*#\s*/, '').trim()}" (${fileOf(line.at)})`;
}

function isProse(at: string, text: string): boolean {
  return /\.md:\d+$/.test(at) || text.includes('#');
}

/** Of all that a root is made of, the one that a namespace would be written in. */
export function ownKustomization({ kustomizations, path }: Root): KustomizationFile | undefined {
  return kustomizations.find(({ file }) => folderOf(file) === path);
}
