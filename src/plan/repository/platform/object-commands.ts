/** Commands of kubectl that make an object or look for it. Each word of a text is looked at once. */

export interface CommandedObject {
  /** The kind as the command has it: `secret`, `cm`. */
  readonly word: string;
  readonly name: string;
  /** Undefined where the command leaves it to the context, or to a variable. */
  readonly namespace: string | undefined;
  /** Counted from 1: where the command begins. */
  readonly line: number;
}

const PROGRAM = /(?:^|\W)(?:kubectl|oc)$/;
/** Who looks for an object before the manifests are applied expects somebody else to have made it. */
const LOOKS = /^(?:get|wait)$/;
const KIND = /^["']?(secrets?|configmaps?|cm|serviceaccounts?|sa|pvc)(?:\/(.*))?$/;
const TYPE_OF_SECRET = /^(?:generic|tls|docker-registry)$/;
const NAME = /^["']?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)["'`).,:\]]*$/;
/** Options without a value: what follows them is a word of its own. */
const SWITCH =
  /^(?:-[ARqw]|--(?:all|all-namespaces|append-hash|dry-run|ignore-not-found|insecure-skip-tls-verify|no-headers|quiet|recursive|save-config|show-labels|show-managed-fields|validate|watch|watch-only))$/;

/**
 * @param looks whether commands count that look for an object: instructions have them for readers who want to see it. Where
 * they do, those in comments do not, which nobody runs
 */
export function commandedObjects(text: string, looks: boolean): CommandedObject[] {
  const lines = text.split(/\r?\n/);
  const found: CommandedObject[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    const parts = [lines[index]!];
    while (parts.at(-1)!.endsWith('\\') && index + 1 < lines.length) parts.push(lines[++index]!);
    const isRun = looks && !/^\s*#/.test(parts[0]!);
    for (const command of parts
      .map(part => part.replace(/\\$/, ''))
      .join(' ')
      .split(/[;|&#]/)) {
      const object = objectOf(command, isRun);
      if (object !== undefined) found.push({ ...object, line });
    }
  }
  return found;
}

function objectOf(command: string, looks: boolean): Omit<CommandedObject, 'line'> | undefined {
  const words = command.split(/\s+/);
  const program = words.findIndex(word => PROGRAM.test(word));
  if (program < 0) return undefined;
  const { plain, namespace } = withoutOptions(words, program + 1);
  const verb = plain.findIndex(word => word === 'create' || (looks && LOOKS.test(word)));
  const kind = verb < 0 ? -1 : plain.findIndex((word, index) => index > verb && KIND.test(word));
  if (kind < 0) return undefined;
  const [, word = '', behind] = KIND.exec(plain[kind]!)!;
  const next = TYPE_OF_SECRET.test(plain[kind + 1] ?? '') ? kind + 2 : kind + 1;
  const name = NAME.exec(behind ?? plain[next] ?? '')?.[1];
  return name === undefined ? undefined : { word, name, namespace };
}

/** The words that are no option and no option's value, and the namespace that an option says. */
function withoutOptions(
  words: readonly string[],
  start: number,
): { readonly plain: readonly string[]; readonly namespace: string | undefined } {
  const plain: string[] = [];
  let namespace: string | undefined;
  for (let index = start; index < words.length; index++) {
    const word = words[index]!;
    if (!word.startsWith('-')) {
      plain.push(word);
      continue;
    }
    const [, short] = /^-n=?(.+)$/.exec(word) ?? [];
    const equals = word.indexOf('=');
    const flag = short !== undefined ? '-n' : equals < 0 ? word : word.slice(0, equals);
    const isWhole = short !== undefined || equals >= 0 || SWITCH.test(flag);
    const hasNext = !isWhole && !(words[index + 1] ?? '-').startsWith('-');
    const value = short ?? (equals >= 0 ? word.slice(equals + 1) : hasNext ? words[++index]! : '');
    if (flag === '-n' || flag === '--namespace') namespace = NAME.exec(value)?.[1];
  }
  return { plain, namespace };
}
