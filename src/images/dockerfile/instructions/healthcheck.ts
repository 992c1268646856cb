/** What HEALTHCHECK asks of a server, where it is a request that a probe can make. */
import type { JsonObject } from '../../../transform.ts';

const REQUEST =
  /(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(\/[^\s"'`|;)\\]*)?(?=$|[\s"'`|;)\\])/g;

/**
 * The handler of a probe that asks the same.
 *
 * @param text what stands behind HEALTHCHECK
 * @returns undefined where it asks nothing by HTTP, more than one thing, or what only a variable says
 */
export function handlerOf(text: string): JsonObject | undefined {
  const [request, ...others] = text.matchAll(REQUEST);
  if (request === undefined || others.length > 0) return undefined;
  const [, scheme = '', port = scheme === 'https' ? '443' : '80', path = '/'] = request;
  if (/[$?#]/.test(path)) return undefined;
  return { httpGet: { ...(scheme === 'https' && { scheme: 'HTTPS' }), path, port: Number(port) } };
}
