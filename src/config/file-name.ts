/** What a configuration is called. */
export const CONFIG_FILE = 'kustomend.yaml';
