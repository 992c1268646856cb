/** The creation rules of one `.sops.yaml`: the first that takes a file is the one by which sops encrypts it. */
import { goRegExp, NoPattern, type Pattern } from '../../../kustomize/tree/go-regexp.ts';
import type { SopsRule } from '../../../transform.ts';
import { isJsonList, isJsonMap, type JsonMap } from '../../../yaml/read/data.ts';
import { parseWithPositions } from '../../../yaml/read/positions.ts';

interface CreationRule extends SopsRule {
  /** @param path of the file, from the folder of the configuration */
  takes(path: string): boolean;
}

export function rulesIn(text: string, config: string): readonly CreationRule[] {
  const { data, positionOf } = parseWithPositions(text);
  const rules = isJsonMap(data) && isJsonList(data.creation_rules) ? data.creation_rules : [];
  return rules.filter(isJsonMap).map(rule => ({
    at: `${config}:${positionOf(['creation_rules', rules.indexOf(rule)]).line}`,
    encrypts: encryptsOf(rule),
    takes: takesOf(rule),
  }));
}

function takesOf({ path_regex: wanted }: JsonMap): CreationRule['takes'] {
  // Without one it is for whatever the rules before it leave.
  if (wanted === undefined || wanted === null || wanted === '') return () => true;
  const pattern = typeof wanted === 'string' ? patternOf(wanted) : undefined;
  return path => pattern?.test(path) ?? false;
}

/** Undefined for what sops refuses too. */
function patternOf(text: string): Pattern | undefined {
  try {
    return goRegExp(text);
  } catch (error) {
    if (!(error instanceof NoPattern)) throw error;
    return undefined;
  }
}

type Path = readonly string[];

/** What kustomize has to read of a Secret. */
const READ: readonly Path[] = [
  ['apiVersion'],
  ['kind'],
  ...['name', 'namespace', 'labels', 'annotations'].map(field => ['metadata', field]),
];
const VALUES: readonly Path[] = [['data'], ['stringData']];

function encryptsOf(rule: JsonMap): SopsRule['encrypts'] {
  const isEncrypted = selectionOf(rule);
  if (READ.some(isEncrypted)) return 'everything';
  return VALUES.every(isEncrypted) ? 'values' : 'nothing';
}

/** Which fields a rule takes: what a key on the way to a value says holds for all that is below it. */
function selectionOf(rule: JsonMap): (path: Path) => boolean {
  const text = (name: string): string | undefined => {
    const value = rule[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [encrypted, plain] = [text('encrypted_regex'), text('unencrypted_regex')];
  if (encrypted !== undefined) return path => path.some(key => patternOf(encrypted)?.test(key));
  if (plain !== undefined) return path => !path.some(key => patternOf(plain)?.test(key));
  // A comment beside a value says that it is encrypted.
  if (text('encrypted_comment_regex') !== undefined) return () => false;
  const suffix = text('encrypted_suffix');
  if (suffix !== undefined) return path => path.some(key => key.endsWith(suffix));
  const without = text('unencrypted_suffix') ?? '_unencrypted';
  return path => !path.some(key => key.endsWith(without));
}
