/** The JSON Schema of `kustomend.yaml`, for editors. */

import * as z from 'zod';
import { configSchema } from './schema.ts';

/** JSON Schema (draft 2020-12) of the configuration, as written. */
export function configJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(configSchema(), { io: 'input' }),
    title: 'kustomend.yaml',
    description: 'Configuration of kustomend.',
  };
}
