/** Which files may be edited: what others own is changed by overlay (placement.md, Files of others). */
import { matchesGlob } from '../../../config/glob.ts';
import type { Config } from '../../../config/schema.ts';
import { type Files, isWithin } from '../../../kustomize/files/files.ts';
import { OBSTACLES } from '../../../text/obstacle.ts';
import { NOT_UTF8 } from '../../../yaml/read/characters.ts';
import { isEncryptedWithSops } from '../sops/encrypted.ts';
import { type Owner, VENDORED } from './owner.ts';

interface Rules {
  readonly config: Config;
  readonly nested: readonly string[];
  ownerOf(file: string): Owner | undefined;
}

/** Tells why a file must not be edited, or null. The answer ends a sentence, or a question, that begins with its path. */
export function editableRule(
  files: Files,
  paths: ReadonlySet<string>,
  rules: Rules,
  extra: (file: string) => string | null = () => null,
): (file: string) => string | null {
  const known = new Map<string, string | null>();
  return file => {
    let answer = known.get(file);
    if (answer === undefined) known.set(file, (answer = decide(file, files, paths, rules) ?? extra(file)));
    return answer;
  };
}

function decide(
  file: string,
  files: Files,
  paths: ReadonlySet<string>,
  { config, nested, ownerOf }: Rules,
): string | null {
  const obstacle = files.obstacle(file);
  if (obstacle !== undefined) return OBSTACLES[obstacle];
  const text = files.read(file);
  if (text === undefined) return 'is absent';
  // Its other bytes would not survive.
  if (text.includes(NOT_UTF8)) return 'is not UTF-8';
  const other = nested.find(folder => isWithin(folder, file));
  if (other !== undefined) return `belongs to the repository in ${other}`;
  if (!paths.has(file)) return 'is ignored by git';
  if (config.vendored?.some(glob => matchesGlob(glob, file))) return 'is vendored';
  if (config.editable && !config.editable.some(glob => matchesGlob(glob, file)))
    return 'is not among the editable files';
  if (isEncryptedWithSops(text)) return 'is encrypted with SOPS';
  const owner = ownerOf(file);
  if (owner === undefined) return null;
  // Who writes it anew would undo an edit: a person says it to the generator, or to whoever owns that.
  return owner.is === VENDORED ? `is ${VENDORED}` : `is ${owner.is}: should it be said there?`;
}
