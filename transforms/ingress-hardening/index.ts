/** What the edge of a cluster lets through, and what it tells browsers (catalogue M2). */

import { defineTransform } from '../../src/transform.ts';
import { adminPaths } from './admin.ts';
import { controllerOf, nginxSays } from './controller.ts';
import { headersOf, headersOfRoute } from './headers.ts';
import { firewall, rateLimits } from './limits.ts';
import { snippets } from './snippets.ts';
import { plainText } from './tls.ts';

export default defineTransform({
  id: 'ingress-hardening',
  title: 'What is reached from outside is encrypted, limited and told apart',
  severity: 'medium',
  severities: { headers: 'low', 'headers-open': 'low', rate: 'low', 'rate-declined': 'low', waf: 'low' },
  group: 'security',
  order: 397,
  preset: 'recommended',
  each: 'resource',
  kinds: ['Ingress', 'HTTPRoute'],
  options: {
    headers: {
      type: 'object',
      default: {},
      complete: {
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'strict-origin-when-cross-origin',
        'X-Frame-Options': 'DENY',
        'Content-Security-Policy-Report-Only': "default-src 'self'",
        'Strict-Transport-Security': 'max-age=31536000',
      },
      description:
        'Headers of every answer, by name. ingress-nginx sends Strict-Transport-Security itself, and Traefik gets it for hosts with a certificate.',
    },
    allowedResponseHeaders: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description:
        'What `global-allowed-response-headers` of the ConfigMap of ingress-nginx lists, where that ConfigMap is not in the repository.',
    },
    limitRps: {
      type: 'integer',
      minimum: 1,
      complete: 50,
      description:
        'Requests that one address may make in a second, by ingress-nginx; five times as many at once.',
    },
    limitConnections: {
      type: 'integer',
      minimum: 1,
      complete: 50,
      description: 'Connections that one address may have at a time, by ingress-nginx.',
    },
    waf: {
      type: 'string',
      enum: ['off', 'detect'],
      default: 'off',
      description: '`detect`: ModSecurity with the rules of OWASP writes down what it would refuse.',
    },
    adminPaths: {
      type: 'array',
      items: { type: 'string' },
      default: [
        '/admin',
        '/actuator',
        '/adminer',
        '/debug',
        '/management',
        '/metrics',
        '/nginx_status',
        '/pgadmin',
        '/phpmyadmin',
        '/server-status',
        '/wp-admin',
      ],
      description: 'Paths for administrators and machines alone.',
    },
    allowFrom: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Addresses (CIDR) from which Ingresses may be reached that have such paths alone.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    'plain-open': 'Ingress {name} serves {hosts} in plain text',
    plain: 'Ingress {name} serves {hosts} in plain text. It has a certificate by {by}',
    'admin-open': 'Ingress {name} opens {paths} to everybody',
    admin: 'Ingress {name} opens {paths} to everybody. They are for {allowed} alone',
    'snippet-server': 'Ingress {name} has a `server-snippet`, which controllers refuse by default since 1.9',
    'snippet-open':
      'Ingress {name} has a `configuration-snippet`, which controllers refuse by default since 1.9',
    snippet:
      'Ingress {name} has a `configuration-snippet`, which controllers refuse by default since 1.9. It says the same by {annotations}',
    'headers-open': 'answers of {resource} have no security headers',
    headers: 'answers of {resource} have no security headers. They have {headers}',
    rate: 'Ingress {name} lets one address ask without limit. It has {limits}',
    'rate-declined': 'Ingress {name} lets one address ask without limit',
    waf: 'requests to Ingress {name} are looked at by nobody. ModSecurity writes down what it would refuse',
  },
  briefs: {
    'plain-open': 'plain text',
    plain: 'plain text',
    'admin-open': 'admin paths open',
    admin: 'admin paths open',
    'snippet-server': 'snippet of nginx',
    'snippet-open': 'snippet of nginx',
    snippet: 'snippet of nginx',
    'headers-open': 'no security headers',
    headers: 'no security headers',
    rate: 'no limit of requests',
    'rate-declined': 'no limit of requests',
    waf: 'no firewall of requests',
  },
  docs: {
    why: 'An Ingress is where everybody comes in: what it does not encrypt is read on the way, what it does not limit one client can take for itself, and pages for administrators that it opens are tried by robots within hours.',
    risk: 'Redirects, limits and headers change what clients see. ingress-nginx answers 503 for headers that its ConfigMap does not allow, so they wait until that is known. Snippets that are refused today begin to hold once they are typed annotations.',
    links: [
      'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/',
      'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#global-allowed-response-headers',
      'https://doc.traefik.io/traefik/middlewares/http/headers/',
      'https://gateway-api.sigs.k8s.io/guides/http-header-modifier/',
      'https://owasp.org/www-project-secure-headers/',
    ],
    sameAs: [],
  },
  *plan(resource, { root, options, configured }) {
    const headers = { root, options, configured };
    if (resource.kind === 'HTTPRoute') {
      yield* headersOfRoute(resource, headers);
      return;
    }
    // What a canary says besides its share, the Ingress that it stands in for says.
    const isOpaque = ['canary', 'ssl-passthrough'].some(each => nginxSays(resource, each) === 'true');
    if (isOpaque) return;
    const controller = controllerOf(resource, root);
    yield* plainText(resource, root);
    yield* adminPaths(resource, controller, options, configured);
    if (controller === undefined) return;
    if (controller.name === 'ingress-nginx') yield* snippets(resource);
    yield* headersOf(resource, controller, headers);
    if (controller.name !== 'ingress-nginx') return;
    yield* rateLimits(resource, controller, options, configured, root);
    yield* firewall(resource, controller, options, configured, root);
  },
});
