# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""When: one Airflow DAG a file; the file name is the dag_id."""
