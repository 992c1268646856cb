import { goldenCases } from '../../harness/golden.ts';

goldenCases('pod-spread');
