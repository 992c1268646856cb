/** What shows that a Secret is to be encrypted with SOPS. */
import type { Evidence, Resource, Root, SopsRule } from '../../../src/transform.ts';
import { fileOf } from '../places.ts';
import { entriesOf } from './entries.ts';
import { hasHash } from './makers.ts';

export interface SopsUse {
  /** What sops would encrypt: the manifest, or a file that a generator reads. */
  readonly file: string;
  readonly rule: SopsRule | undefined;
  /** What shows it, as the end of a sentence. */
  readonly sign: string;
}

/**
 * Undefined where nothing speaks of SOPS for it.
 *
 * @param stated what says that all Secrets are encrypted with it
 */
export function sopsFor(secret: Resource, root: Root, stated?: Evidence): SopsUse | undefined {
  const { sops } = root.repository;
  const file = hasHash(secret) ? fileOfValues(secret) : fileOf(secret.where([]));
  const rule = sops.ruleFor(file);
  // One that encrypts whole files is for files of another kind, unless somebody decrypts manifests.
  const sign =
    rule?.encrypts === 'values'
      ? `the rule of SOPS at ${rule.at} is for it`
      : (signOfDecryption(secret, root) ?? (stated && `SOPS is for all Secrets (${stated.at})`));
  return sign === undefined ? undefined : { file, rule, sign };
}

function fileOfValues(secret: Resource): string {
  const [first] = entriesOf(secret);
  return fileOf(secret.where(first === undefined ? [] : [first.field, first.key]));
}

function signOfDecryption(secret: Resource, root: Root): string | undefined {
  // Some Secrets are encrypted there and others fetched: which way this one goes is not said.
  if (root.rendersKind('ExternalSecret')) return undefined;
  const beside = encryptedBeside(secret, root);
  if (beside !== undefined) return `Secret ${beside.name} beside it is encrypted with SOPS`;
  const applied = root.platform.appliedBy.find(({ decrypts }) => decrypts);
  if (applied !== undefined) return `${applied.kind} ${applied.name} decrypts with SOPS (${applied.at})`;
  const { generator } = root.repository.sops;
  return generator === undefined ? undefined : `KSOPS decrypts other Secrets (${generator})`;
}

/** A Secret of the same root that is encrypted: whoever applies the root decrypts it. */
export function encryptedBeside(secret: Resource, root: Root): Resource | undefined {
  return root.find('Secret', isEncrypted).find(({ key }) => key !== secret.key);
}

/** The metadata of sops stands beside the fields of the object. */
export function isEncrypted(secret: Resource): boolean {
  return secret.get(['sops', 'mac']) !== undefined;
}
