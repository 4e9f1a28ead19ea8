"""The view of runs: what each brought, with the counts that its end noted as columns."""

from archive.derived.results import CHANGES

_NOTED = ("reports", "files", *CHANGES)

RUN_RESULTS = f"""
SELECT run, kind, started_at, ended_at, coalesce(reason, 'running') AS reason, requests, bytes,
  {", ".join(f"json_extract(counts, '$.{name}') AS {name}" for name in _NOTED)},
  json_extract(counts, '$.verdicts') AS verdicts, json_array_length(counts, '$.failures') AS failures, code, extractor
FROM runs
"""

VIEWS = {"run_results": RUN_RESULTS}
