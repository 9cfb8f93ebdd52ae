# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Graph APIs of Meta share: questions, paging, errors, limits of use."""

from archivers.api.graph.client import Graph, Page, Row, graph_of
from archivers.api.graph.faults import Fault, fault_in
from archivers.api.graph.spec import FieldList, GraphSpec, read_spec

__all__ = [
    "Fault",
    "FieldList",
    "Graph",
    "GraphSpec",
    "Page",
    "Row",
    "fault_in",
    "graph_of",
    "read_spec",
]
