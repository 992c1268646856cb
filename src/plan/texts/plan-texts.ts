/** The step of a plan that is about files which are no manifests: once for the repository, when its roots are settled. */
import type { FileChange, Fix } from '../model/result.ts';
import { additionsOf, edited } from './edit-texts.ts';
import { surroundingsOf, type TextSources, textFilesOf, wordsOfManifests } from './text-files.ts';
import { contextOf, findInText, textsOf } from './text-finding.ts';
import { fixOfText } from './text-fix.ts';

export interface PlannedTexts {
  readonly fixes: readonly Fix[];
  readonly changes: readonly FileChange[];
}

export function planTexts(sources: TextSources): PlannedTexts {
  const { input, repository } = sources;
  const around = {
    inManifests: wordsOfManifests(input.files, input.paths),
    repository: surroundingsOf(sources),
  };
  const asked = repository.active
    .filter(transform => textsOf(transform) !== undefined)
    .map(transform => ({ transform, context: contextOf(input, transform, around) }));
  if (asked.length === 0) return { fixes: [], changes: [] };
  const fixes: Fix[] = [];
  const changes: FileChange[] = [];
  for (const file of textFilesOf(sources)) {
    const findings = asked
      .flatMap(({ transform, context }) => findInText(file, transform, context as never, input))
      .filter(({ fixId }) => input.selection.fixes?.has(fixId) ?? true);
    if (findings.length === 0) continue;
    const candidates = findings.filter(({ status }) => status === 'candidate');
    const { after, withdrawn } = edited(
      file,
      candidates,
      path => input.paths.includes(path) || changes.some(each => each.path === path),
    );
    for (const finding of findings) fixes.push(fixOfText(finding, withdrawn.get(finding)));
    if (after !== file.text) changes.push({ path: file.path, before: file.text, after });
    changes.push(...additionsOf(candidates.filter(each => !withdrawn.has(each))));
  }
  return { fixes, changes };
}
