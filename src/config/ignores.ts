/** kustomend's own exemptions: `ignore:` of the configuration, annotations and comments. Foreign ones: exemptions.ts. */

import { type Exemption, type ExemptionMarks, exemption, hasMarks, ownExemption } from './exemptions.ts';
import { matchesGlob } from './glob.ts';
import type { LoadedConfig } from './load.ts';

/** A finding, as far as exemptions can tell it apart. */
export interface IgnorableFinding {
  /** Transform id. */
  readonly id: string;
  /** Checks of other tools that mean the same: `kube-linter:run-as-non-root`, `CKV_K8S_23`. */
  readonly sameAs: readonly string[];
  /** Path of the root. */
  readonly root: string;
  /** `Deployment/web` as it is rendered. */
  readonly resource: string;
  /** The same as its source calls it, where layers give it another name: findings are printed so. */
  readonly written?: string;
  /** `spec.template.spec.containers.web.image` */
  readonly field?: string;
}

export interface IgnoreSources {
  readonly config?: LoadedConfig;
  /** Annotations and labels of the finding's object. */
  readonly marks?: ExemptionMarks;
  /** Comments on the line of the finding's field or above it, with the file they stand in. */
  readonly comments?: readonly (CommentIgnore & { readonly file: string })[];
  /** `YYYY-MM-DD`: entries with an earlier `until` no longer hold. */
  readonly today: string;
  /** Honour the marks of other tools; true unless stated. */
  readonly foreign?: boolean;
}

/** Why a finding is exempt, or null: kustomend's own marks first, then those of other tools. */
export function isIgnored(finding: IgnorableFinding, sources: IgnoreSources): Exemption | null {
  const { foreign = true } = sources;
  const marks = sources.marks && hasMarks(sources.marks) ? sources.marks : null;
  return (
    configured(finding, sources) ??
    commented(finding, sources) ??
    (marks && ownExemption(finding.id, marks)) ??
    (marks && foreign ? exemption(finding.id, finding.sameAs, marks) : null)
  );
}

function configured(finding: IgnorableFinding, { config, today }: IgnoreSources): Exemption | null {
  for (const [index, entry] of (config?.config.ignore ?? []).entries()) {
    const { id, until, root, resource, field, reason } = entry;
    if (id !== finding.id && id !== 'all') continue;
    if (until !== undefined && until < today) continue;
    if (root !== undefined && !matchesGlob(root, finding.root)) continue;
    if (resource !== undefined && !namesOf(finding).some(name => matchesGlob(resource, name))) continue;
    // Field paths are written with dots; a glob names the field and all below it.
    if (field !== undefined && !matchesGlob(slashed(field), slashed(finding.field ?? ''))) continue;
    return { by: config?.at(['ignore', index]) ?? '', reason };
  }
  return null;
}

function namesOf({ resource, written = resource }: IgnorableFinding): readonly string[] {
  return written === resource ? [resource] : [resource, written];
}

/** Steps between slashes, as globs want them; a slash inside a step (annotation keys) steps aside. */
function slashed(field: string): string {
  return field.replaceAll('/', '\0').replaceAll('.', '/');
}

function commented(finding: IgnorableFinding, { comments = [] }: IgnoreSources): Exemption | null {
  const found = comments.find(({ ids }) => ids.includes(finding.id) || ids.includes('all'));
  return found ? { by: `${found.file}:${found.at}`, reason: found.reason } : null;
}

export interface CommentIgnore {
  /** Line that the comment is about: its own, or for a comment alone on its line the next one with content. From 1. */
  readonly line: number;
  /** Line that the comment stands on. */
  readonly at: number;
  readonly ids: readonly string[];
  readonly reason: string;
}

/** As YAML, shells and programs write a comment, and as documents do. */
const COMMENT = /(?:^|\s)(?:#|\/\/|<!--)\s*kustomend:\s*ignore\[([^\]]*)\][ \t]*([^\r\n]*)/;
const ALONE = /^\s*(?:#|\/\/|<!--)/;

/** Every `# kustomend: ignore[id, id2] reason` of a text, and `<!-- kustomend: ignore[id] reason -->` of a document. */
export function commentIgnores(text: string): CommentIgnore[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index): CommentIgnore[] => {
    const match = COMMENT.exec(line);
    if (match === null) return [];
    const [, ids = '', reason = ''] = match;
    const alone = ALONE.test(line);
    return [
      {
        line: (alone ? nextContent(lines, index) : index) + 1,
        at: index + 1,
        ids: ids
          .split(',')
          .map(id => id.trim())
          .filter(id => id !== ''),
        reason: reason.replace(/-->.*$/, '').trim(),
      },
    ];
  });
}

function nextContent(lines: readonly string[], from: number): number {
  const found = lines.findIndex((line, index) => index > from && /^\s*[^\s#]/.test(line));
  return found < 0 ? from : found;
}
