/** Asks registries for the digests that findings wait for. */
import type { Lock } from '../../config/lock.ts';
import {
  fullReference,
  isBranchTag,
  isMovingTag,
  parseImageReference,
} from '../../kubernetes/images/image-reference.ts';
import type { Plan } from '../../plan/model/result.ts';
import { openRegistry, type Registry } from '../../registry/client.ts';
import { RegistryProblem } from '../../registry/problem.ts';
import { withoutSecretArguments } from '../../report/secrets/rendered.ts';
import { count } from '../../report/words/words.ts';
import type { ImageConfig, LockedImage } from '../../transform.ts';
import type { PlanFlags } from '../arguments/flags.ts';
import type { Io } from '../process/io.ts';
import { openSession, planSession } from './session.ts';

/** An image for which there is no answer. */
export interface Unanswered {
  readonly reference: string;
  readonly registry: string;
  readonly reason: string;
}

export interface LookedUp {
  readonly images: ReadonlyMap<string, Omit<LockedImage, 'at'>>;
  readonly unanswered: readonly Unanswered[];
}

/** Full references that findings of a plan wait for, each once. */
export function lookupsOf({ fixes }: Pick<Plan, 'fixes'>): string[] {
  return [...new Set(fixes.flatMap(({ lookups }) => lookups))].sort();
}

/** Milliseconds after which somebody wants to know whether anything goes on. */
const BETWEEN_WORDS = 10_000;

/** It is committed, and its author may have built a secret into it. */
function shownConfig(config: ImageConfig): ImageConfig {
  const { entrypoint, command } = config;
  return {
    ...config,
    entrypoint: withoutSecretArguments(entrypoint),
    command: withoutSecretArguments(command),
  };
}

/** Asks for every reference; a name that moves brings the version that it stands for. */
export async function lookUp(
  registry: Registry,
  references: readonly string[],
  say: (line: string) => void,
): Promise<LookedUp> {
  const images = new Map<string, Omit<LockedImage, 'at'>>();
  const unanswered: Unanswered[] = [];
  let done = 0;
  const progress = setInterval(
    () => say(`registries have answered for ${done} of ${count(references.length, 'image')}`),
    BETWEEN_WORDS,
  );
  await Promise.all(
    references.map(async text => {
      const reference = parseImageReference(text);
      if (reference === null || reference.hasVariables) {
        unanswered.push({ reference: text, registry: text.split('/')[0]!, reason: 'it names no image' });
        return;
      }
      try {
        const { digest, platforms, config } = await registry.image(reference);
        const known = { digest, platforms, config: config && shownConfig(config) };
        images.set(text, known);
        if (!isMovingTag(reference.tag) || isBranchTag(reference.tag)) return;
        const tag = await registry.versionOf(reference);
        if (tag !== undefined) images.set(fullReference({ ...reference, tag }), known);
      } catch (error) {
        if (!(error instanceof RegistryProblem)) throw error;
        unanswered.push({ reference: text, registry: reference.registry, reason: error.message });
      } finally {
        done++;
      }
    }),
  ).finally(() => clearInterval(progress));
  unanswered.sort((a, b) => (a.reference < b.reference ? -1 : 1));
  return { images, unanswered };
}

/** The flags with what registries answer, where they ask for it. */
export async function withResolved<F extends PlanFlags>(
  io: Io,
  paths: readonly string[],
  flags: F,
): Promise<F> {
  const isWanted = (flags.only ?? [PIN]).includes(PIN) && !flags.skip?.includes(PIN);
  if (!flags.resolve || flags.printConfig || !isWanted) return flags;
  // The session of the command itself says what there is to say.
  const silent: Io = { ...io, note() {} };
  const session = openSession(silent, paths, { ...flags, only: [PIN] });
  const registry = openRegistry({ env: io.env, plainHttp: flags.plainHttp ?? [] });
  const { images, unanswered } = await lookUp(registry, lookupsOf(planSession(session)), line =>
    io.note(`${line}\n`),
  );
  for (const line of sayUnanswered(unanswered)) io.note(`${line}\n`);
  const resolved: Lock = new Map(
    [...images].map(([reference, image]) => [reference, { ...image, at: reference.split('/')[0]! }]),
  );
  return { ...flags, resolved };
}

/** The transform whose findings wait for digests. */
export const PIN = 'image-pin';
/** What it says in few words of a text that is no reference of an image. */
export const NO_NAME = 'placeholder image';

/** One line for each reason, by registry: a registry that does not answer fails for all of its images alike. */
export function sayUnanswered(unanswered: readonly Unanswered[]): string[] {
  const reasons = new Map<string, Unanswered[]>();
  for (const each of unanswered) reasons.set(each.reason, [...(reasons.get(each.reason) ?? []), each]);
  return [...reasons.values()]
    .sort(([a], [b]) => (a!.registry < b!.registry ? -1 : 1))
    .map(([first, ...others]) => {
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      return `no digest for ${first!.reference}${more}: ${first!.reason}`;
    });
}
