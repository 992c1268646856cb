/** JSON Schemas of the files of kustomend, for editors. */

import * as z from 'zod';
import { evidenceSchema } from './evidence-schema.ts';
import { lockSchema } from './lock-schema.ts';
import { configSchema } from './schema.ts';

/** JSON Schema (draft 2020-12) of the configuration, as written. */
export function configJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(configSchema(), { io: 'input' }),
    title: 'kustomend.yaml',
    description: 'Configuration of kustomend.',
  };
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
