import { goldenCases } from '../../harness/golden.ts';

goldenCases('headless-service');
