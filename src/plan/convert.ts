/** The step of a plan that says objects in another version of their API: before all others, since patches name objects by it. */
import type { Evaluator } from '../kustomize/build/evaluate.ts';
import { withChanges } from '../kustomize/files/files.ts';
import { type Conversion, convertedBy } from './find/conversions.ts';
import type { Declaration } from './model/declaration.ts';
import type { Place } from './model/result.ts';
import { prove } from './prove/prove.ts';
import type { Repository } from './repository/repository.ts';
import { writeConverted } from './write/converted.ts';
import { type Draft, type EditMemory, EditRefused, newDraft } from './write/draft/draft.ts';

/** What the conversions have written; or, by finding, why some cannot be. */
export type Converted =
  | {
      readonly draft: Draft;
      readonly declarations: readonly Declaration[];
      /** By fix. */
      readonly places: readonly (readonly [string, readonly Place[]])[];
    }
  | { readonly refused: readonly (readonly [string, string])[] };

interface Step {
  readonly repository: Repository;
  /** Why a file must not be edited, or null. */
  notEditable(file: string): string | null;
  /** Of the files before them. */
  readonly evaluator: Evaluator;
  readonly edits: EditMemory;
}

/**
 * All together, since one target may name several; where that does not come out as declared, each is tried alone, so that the
 * others stay.
 */
export function convert(conversions: readonly Conversion[], step: Step): Converted {
  const together = tryAll(conversions, step);
  if ('draft' in together) return together;
  const alone = conversions.flatMap(each => refusalsOf(each, tryAll([each], step)));
  return { refused: alone.length > 0 ? alone : conversions.flatMap(each => refusalsOf(each, together)) };
}

function refusalsOf({ findings }: Conversion, result: Attempt): (readonly [string, string])[] {
  return 'draft' in result ? [] : findings.map(finding => [finding, result.reason] as const);
}

type Attempt = Extract<Converted, { draft: Draft }> | { readonly reason: string };

function tryAll(conversions: readonly Conversion[], step: Step): Attempt {
  const { evaluator, repository, notEditable, edits } = step;
  const draft = newDraft(evaluator.files, edits, repository.habits.formsFor);
  const places: (readonly [string, readonly Place[]])[] = [];
  try {
    for (const conversion of conversions) {
      const written = writeConverted(conversion, { evaluator, draft, notEditable });
      for (const id of conversion.fixIds) places.push([id, written]);
    }
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    return { reason: `${error.file}: ${error.message}` };
  }
  const declarations = conversions.map(declarationOf);
  const { changed } = draft;
  const { violations } = prove({
    before: evaluator,
    injected: evaluator,
    after: evaluator.over(withChanges(evaluator.files, changed), new Set(changed.keys())),
    graph: repository.graph,
    changedFiles: [...changed.keys()],
    declarations,
    deployed: new Set(),
    makers: new Map(),
  });
  const [violation] = violations;
  if (violation === undefined) return { draft, declarations, places };
  return { reason: `in ${violation.folder || '.'} it would come out otherwise: ${violation.message}` };
}

function declarationOf(conversion: Conversion): Declaration {
  return {
    fixIds: conversion.fixIds,
    type: 'set',
    sourceId: conversion.sourceId,
    level: { type: 'source' },
    path: ['apiVersion'],
    value: conversion.to,
    converted: object => convertedBy(conversion, object, true),
  };
}
