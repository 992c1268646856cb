/** JSON Schemas of the files of kustomend, for editors. */

import * as z from 'zod';
import { evidenceSchema } from './evidence-schema.ts';
import { lockSchema } from './lock-schema.ts';
import { configSchema } from './schema.ts';

/** JSON Schema (draft 2020-12) of the configuration, as written. */
export function configJsonSchema(): Record<string, unknown> {
  const { properties = {}, ...schema } = z.toJSONSchema(configSchema(), { io: 'input' });
  const { transforms, ignore } = properties;
  return {
    ...schema,
    properties: { ...properties, transforms: orEmpty(withEmptyEntries(transforms)), ignore: orEmpty(ignore) },
    title: 'kustomend.yaml',
    description: 'Configuration of kustomend.',
  };
}

type Schema = z.core.JSONSchema._JSONSchema | undefined;

/** Nothing but comments may stand there: it says nothing. */
function orEmpty(schema: Schema): Schema {
  if (typeof schema !== 'object') return schema;
  const { description, ...rest } = schema;
  return { ...(description !== undefined && { description }), anyOf: [rest, { type: 'null' }] };
}

function withEmptyEntries(schema: Schema): Schema {
  if (typeof schema !== 'object') return schema;
  return { ...schema, additionalProperties: orEmpty(schema.additionalProperties)! };
}

/** JSON Schema (draft 2020-12) of what tools have seen. */
export function evidenceJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(evidenceSchema(), { io: 'input' }),
    title: 'kustomend.evidence.yaml',
    description: 'What tools have seen of images and of what runs, for kustomend.',
  };
}

/** JSON Schema (draft 2020-12) of the lock file. */
export function lockJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(lockSchema(), { io: 'input' }),
    title: 'kustomend.lock.yaml',
    description: 'What registries have said of images, for kustomend.',
  };
}
