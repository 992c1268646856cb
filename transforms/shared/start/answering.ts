/** Whether a known image answers its probes, as a container starts it (docs/design/images-kb.md, What runs). */

import type { Container } from '../../../src/transform.ts';
import { mapsIn, stringsIn } from '../data.ts';
import { isWithin, mountsOf } from '../pods.ts';

/** `perhaps`: a configuration decides that nobody reads here. */
export function answersProbes(container: Container): 'yes' | 'perhaps' | 'no' {
  const { answering, dockerfile } = container.facts;
  if (answering === undefined) return 'yes';
  const { byItself, words, variable, configured, configuredAt } = answering;
  const given = [...stringsIn(container.get(['command'])), ...stringsIn(container.get(['args']))];
  const text = given.join(' ');
  const variables = mapsIn(container.get(['env'])).map(
    ({ name, value }) => `${String(name)}=${String(value)}`,
  );
  if (words?.test(text) || variables.some(each => variable?.test(each))) return 'yes';
  const isMounted = mountsOf(container).some(
    ({ path }) =>
      configuredAt !== undefined && (isWithin(path, configuredAt) || isWithin(configuredAt, path)),
  );
  // Variables of a map, and what a Dockerfile puts in, say it where nobody looks.
  const isOpen =
    dockerfile !== undefined || (variable !== undefined && mapsIn(container.get(['envFrom'])).length > 0);
  if (isMounted || isOpen || configured?.test(text)) return 'perhaps';
  return byItself && given.length === 0 ? 'yes' : 'no';
}
