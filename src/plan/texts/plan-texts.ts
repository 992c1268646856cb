/** The step of a plan that is about files which are no manifests: once for the repository, when its roots are settled. */
import type { FileChange, Fix } from '../model/result.ts';
import { edited } from './edit-texts.ts';
import { type TextSources, textFilesOf, wordsOfManifests } from './text-files.ts';
import { contextOf, findInText, textsOf } from './text-finding.ts';
import { fixOfText } from './text-fix.ts';

export interface PlannedTexts {
  readonly fixes: readonly Fix[];
  readonly changes: readonly FileChange[];
}

export function planTexts(sources: TextSources): PlannedTexts {
  const { input, repository } = sources;
  const inManifests = wordsOfManifests(input.files, input.paths);
  const asked = repository.active
    .filter(transform => textsOf(transform) !== undefined)
    .map(transform => ({ transform, context: contextOf(input, transform, inManifests) }));
  if (asked.length === 0) return { fixes: [], changes: [] };
  const fixes: Fix[] = [];
  const changes: FileChange[] = [];
  for (const file of textFilesOf(sources)) {
    const findings = asked
      .flatMap(({ transform, context }) => findInText(file, transform, context as never, input))
      .filter(({ fixId }) => input.selection.fixes?.has(fixId) ?? true);
    if (findings.length === 0) continue;
    const { after, withdrawn } = edited(
      file,
      findings.filter(({ status }) => status === 'candidate'),
    );
    for (const finding of findings) fixes.push(fixOfText(finding, withdrawn.get(finding)));
    if (after !== file.text) changes.push({ path: file.path, before: file.text, after });
  }
  return { fixes, changes };
}
