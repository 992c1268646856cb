/** What functions of kustomize and kpt are given, and what they answer (the KRM Functions Specification, config.kubernetes.io/v1). */
import { editYaml } from '../../yaml/edit/edit.ts';
import { isJsonList, isJsonMap, type Json, type JsonMap } from '../../yaml/read/data.ts';
import { parseWithPositions } from '../../yaml/read/positions.ts';
import { UsageError } from '../process/errors.ts';

export interface ResourceList {
  readonly text: string;
  /** Objects as they are rendered. */
  readonly items: readonly JsonMap[];
  readonly functionConfig: JsonMap | undefined;
}

/** @throws UsageError, with the line on standard input */
export function readResourceList(text: string): ResourceList {
  const { data, errors, positionOf } = parseWithPositions(text);
  const [error] = errors;
  if (error !== undefined)
    throw new UsageError(`standard input:${error.line}:${error.column}: ${error.message}`);
  if (!isJsonMap(data) || data.kind !== 'ResourceList')
    throw new UsageError('standard input is no ResourceList: kustomize and kpt give one to functions');
  const { items = [], functionConfig } = data;
  if (!isJsonList(items) || !items.every(isJsonMap)) {
    const { line, column } = positionOf(['items']);
    throw new UsageError(`standard input:${line}:${column}: items: expected a list of objects`);
  }
  return { text, items, functionConfig: isJsonMap(functionConfig) ? functionConfig : undefined };
}

/** What came in, with results: nothing else of it changes, be it a comment or a number of many digits. */
export function withResults({ text }: ResourceList, results: readonly Json[]): string {
  if (results.length === 0) return text;
  const edited = editYaml(text, [{ op: 'set', doc: 0, path: ['results'], value: results }]);
  if (edited.ok) return edited.text;
  throw new UsageError(`standard input takes no results: ${edited.reason}`);
}
