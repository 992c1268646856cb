/** Findings as a function says them. */
import type { Fix } from '../../plan/model/result.ts';
import { SEVERITIES } from '../../plan/repository/active.ts';
import { outcomeOf } from '../../report/words/findings.ts';
import { oneLine, splitAt } from '../../report/words/words.ts';
import type { Severity } from '../../transform.ts';
import { isJsonMap, type Json, type JsonMap } from '../../yaml/read/data.ts';

export interface FunctionResult {
  readonly severity: 'error' | 'warning' | 'info';
  readonly [field: string]: Json;
}

/**
 * @param item of the list, by the file that it was read as
 * @param mask hides secrets
 */
export function resultOf(
  fix: Fix,
  item: (file: string) => JsonMap | undefined,
  failOn: Severity | undefined,
  mask: (text: string) => string,
): FunctionResult {
  const object = item(splitAt(fix.subject.at).file);
  const file = object && fileOf(object);
  return {
    message: mask(oneLine(`${fix.transform}: ${fix.message} (${outcomeOf(fix)})`)),
    severity: severityOf(fix.severity, failOn),
    ...(object && { resourceRef: refOf(object) }),
    ...(fix.subject.field !== '' && { field: { path: fix.subject.field } }),
    ...(file && { file }),
    tags: { id: fix.id, transform: fix.transform, severity: fix.severity },
  };
}

/** The two worst are worth a warning. */
function severityOf(severity: Severity, failOn: Severity | undefined): FunctionResult['severity'] {
  const rank = SEVERITIES.indexOf(severity);
  if (failOn !== undefined && rank <= SEVERITIES.indexOf(failOn)) return 'error';
  return rank < 2 ? 'warning' : 'info';
}

function refOf({ apiVersion = '', kind = '', metadata }: JsonMap): JsonMap {
  const { name = '', namespace } = isJsonMap(metadata) ? metadata : {};
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
}

/** Where an object comes from, as the orchestrator has noted it; newer ones write the first. */
const PATHS = ['internal.config.kubernetes.io/path', 'config.kubernetes.io/path'];
const INDICES = ['internal.config.kubernetes.io/index', 'config.kubernetes.io/index'];

function fileOf({ metadata }: JsonMap): JsonMap | undefined {
  const annotations = isJsonMap(metadata) && isJsonMap(metadata.annotations) ? metadata.annotations : {};
  const said = (keys: readonly string[]) =>
    keys.map(key => annotations[key]).find(each => each !== undefined);
  const path = said(PATHS);
  const index = Number(said(INDICES));
  if (path === undefined) return undefined;
  return Number.isInteger(index) ? { path, index } : { path };
}
