/**
 * What ingress-nginx reads behind `nginx.ingress.kubernetes.io/`, in any of its versions. It gets no release since March 2026, so
 * that the list is whole; an annotation that only an old version knew is left to who runs that.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export const NGINX_ANNOTATIONS: ReadonlySet<string> = new Set(
  [
    'add-base-url affinity affinity-canary-behavior affinity-mode app-root base-url-scheme',
    'allowlist-source-range denylist-source-range whitelist-source-range',
    'auth-always-set-cookie auth-cache-duration auth-cache-key auth-keepalive auth-keepalive-requests auth-keepalive-share-vars',
    'auth-keepalive-timeout auth-method auth-proxy-set-headers auth-realm auth-request-redirect auth-response-headers auth-secret',
    'auth-secret-type auth-signin auth-signin-redirect-param auth-snippet auth-type auth-url enable-global-auth',
    'auth-tls-error-page auth-tls-match-cn auth-tls-pass-certificate-to-upstream auth-tls-secret auth-tls-verify-client auth-tls-verify-depth',
    'backend-protocol grpc-backend secure-backends secure-verify-ca-secret',
    'canary canary-by-cookie canary-by-header canary-by-header-pattern canary-by-header-value canary-weight canary-weight-total',
    'client-body-buffer-size configuration-snippet connection-proxy-header custom-headers custom-http-errors default-backend',
    'cors-allow-credentials cors-allow-headers cors-allow-methods cors-allow-origin cors-expose-headers cors-max-age enable-cors',
    'disable-proxy-intercept-errors enable-access-log enable-rewrite-log',
    'enable-influxdb influxdb-host influxdb-measurement influxdb-port influxdb-server-name',
    'enable-modsecurity enable-owasp-core-rules modsecurity-snippet modsecurity-transaction-id',
    'enable-opentelemetry opentelemetry-operation-name opentelemetry-trust-incoming-span',
    'enable-opentracing opentracing-trust-incoming-span',
    'fastcgi-index fastcgi-params-configmap force-ssl-redirect from-to-www-redirect http2-push-preload',
    'global-rate-limit global-rate-limit-ignored-cidrs global-rate-limit-key global-rate-limit-window',
    'limit-allowlist limit-burst-multiplier limit-connections limit-rate limit-rate-after limit-rpm limit-rps limit-whitelist',
    'load-balance lua-resty-waf lua-resty-waf-allow-unknown-content-types lua-resty-waf-debug lua-resty-waf-extra-rules',
    'lua-resty-waf-ignore-rulesets lua-resty-waf-process-multipart-body lua-resty-waf-score-threshold',
    'mirror-host mirror-request-body mirror-target mirror-uri permanent-redirect permanent-redirect-code preserve-trailing-slash',
    'proxy-body-size proxy-buffer-size proxy-buffering proxy-buffers-number proxy-busy-buffers-size proxy-connect-timeout',
    'proxy-cookie-domain proxy-cookie-path proxy-http-version proxy-max-temp-file-size proxy-next-upstream',
    'proxy-next-upstream-timeout proxy-next-upstream-tries proxy-pass-params proxy-read-timeout proxy-redirect-from proxy-redirect-to',
    'proxy-request-buffering proxy-send-timeout',
    'proxy-ssl-ciphers proxy-ssl-name proxy-ssl-protocols proxy-ssl-secret proxy-ssl-server-name proxy-ssl-verify proxy-ssl-verify-depth',
    'relative-redirects rewrite-target satisfy server-alias server-snippet service-upstream',
    'session-cookie-change-on-failure session-cookie-conditional-samesite-none session-cookie-domain session-cookie-expires',
    'session-cookie-hash session-cookie-max-age session-cookie-name session-cookie-path session-cookie-samesite session-cookie-secure',
    'ssl-ciphers ssl-passthrough ssl-prefer-server-ciphers ssl-redirect stream-snippet',
    'temporal-redirect temporal-redirect-code upstream-fail-timeout upstream-hash-by upstream-hash-by-subset',
    'upstream-hash-by-subset-size upstream-max-fails upstream-vhost use-port-in-redirects use-regex x-forwarded-prefix',
  ].flatMap(line => line.split(' ')),
);
