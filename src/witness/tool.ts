/** The user's own kustomize: where it is, and how it is called. */
import { execFileSync } from 'node:child_process';
import type { LoadRestrictor } from '../kustomize/build/evaluate.ts';
import { findProgram, type ProcessEnvironment, type Program } from '../workspace/programs.ts';

export interface WitnessTool extends Program {
  /** Of kustomize. */
  readonly version: string;
  /** It is `kubectl`, which has kustomize built in. */
  readonly isKubectl?: true;
}

/** `kustomize` on PATH; the copy in `kubectl`, often an older one, only where there is nothing else. */
export function findKustomize(env: ProcessEnvironment): WitnessTool | undefined {
  const kustomize = findProgram('kustomize', env);
  const [version] =
    kustomize === undefined ? [] : (outputOf(kustomize, ['version'])?.trim().split('\n') ?? []);
  if (version !== undefined) return { ...kustomize!, version };
  const kubectl = findProgram('kubectl', env);
  if (kubectl === undefined) return undefined;
  const [, builtIn] = /^Kustomize Version: *(\S+)$/m.exec(outputOf(kubectl, VERSION_OF_KUBECTL) ?? '') ?? [];
  return builtIn === undefined ? undefined : { ...kubectl, version: builtIn, isKubectl: true };
}

const VERSION_OF_KUBECTL = ['version', '--client'];

/** What a program prints, or undefined where it fails. */
function outputOf({ path, env }: Program, args: readonly string[]): string | undefined {
  try {
    return execFileSync(path, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

/** `kustomize v5.8.2`, `kubectl kustomize v5.4.2` */
export function toolName({ version, isKubectl }: WitnessTool): string {
  return `${isKubectl ? 'kubectl kustomize' : 'kustomize'} ${version}`;
}

/** How kustomize is called. */
export interface BuildOptions {
  readonly loadRestrictor: LoadRestrictor;
  /** Lets it run helm. */
  readonly enableHelm?: boolean | undefined;
}

/** Of a render, or of an error: what is longer counts as no answer. */
const MOST_BYTES = 1 << 27;

/** `kustomize build`, as text. @throws with `stderr` when it fails */
export function buildText(
  tool: WitnessTool,
  folder: string,
  { loadRestrictor, enableHelm = false }: BuildOptions,
  timeout = 120_000,
): string {
  const helm = enableHelm ? ['--enable-helm'] : [];
  return execFileSync(
    tool.path,
    [tool.isKubectl ? 'kustomize' : 'build', '--load-restrictor', loadRestrictor, ...helm, folder],
    {
      cwd: folder,
      env: tool.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: MOST_BYTES,
      timeout,
    },
  );
}

/** What kubectl writes before an error: the time and the number of its process are another each time. */
const LOGGED = /^[EFIW]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ [\w.]+:\d+\] /gm;

/** Its own words around the error: in quotes, or from the next line on where the error has several. */
const FAILED = /^"command failed" err=(?:("(?:[^"\\]|\\.)*")|<\n([\s\S]*?)(?:\n >|$))/m;

/** Warnings stand before the error, and what comes behind its first line repeats it. */
export function firstError(stderr: string): string {
  const said = stderr.trim().replace(LOGGED, '');
  const [whole, quoted, lines = ''] = FAILED.exec(said) ?? [];
  return whole === undefined ? firstLine(said) : firstLine(quoted === undefined ? lines : unquoted(quoted));
}

/** As Go quotes it, which is not always as JSON does. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

function firstLine(text: string): string {
  const lines = text.split('\n').map(line => line.trim());
  return shortened(lines.find(line => /^error:/i.test(line)) ?? lines[0] ?? '');
}

/** Enough of where it happened, and of why. */
const [MOST_OF_BEGINNING, MOST_OF_END] = [400, 600];

/** What Go prints of a pointer is another number each time: ` &{0x244825300340 <nil>}`, `(0xc000123456)`. */
const ADDRESSES = / ?&\{(?:0x[0-9a-f]{8,}|<nil>| )+\}| ?\(?\b0x[0-9a-f]{10,}\b\)?/g;

/** An error without what says nothing, and makes the same error read as another one. */
export function withoutAddresses(error: string): string {
  return error.replace(ADDRESSES, '');
}

/** An error is quoted in the error of each layer above: from layer to layer twice the backslashes. */
function shortened(error: string): string {
  const text = withoutAddresses(error).replace(/\\+/g, '\\');
  return text.length <= MOST_OF_BEGINNING + MOST_OF_END
    ? text
    : `${text.slice(0, MOST_OF_BEGINNING)} ... ${text.slice(-MOST_OF_END)}`;
}
