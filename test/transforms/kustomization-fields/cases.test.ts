import { goldenCases } from '../../harness/golden.ts';

goldenCases('kustomization-fields');
