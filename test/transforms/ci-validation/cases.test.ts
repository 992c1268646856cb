import { goldenCases } from '../../harness/golden.ts';

goldenCases('ci-validation');
