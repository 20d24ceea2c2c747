"""Three classical problems, each as numbers and as a touchmap project.

Every cost is a fixed price for one month, so that nothing is discounted, averaged or added.
"""

from dataclasses import dataclass

from touchmap.project import DemandStream, Handoff, Offer, Process, Project, Provider, ScenarioRow, Settings
from touchmap.project.vocabulary import PricingModel, SourcingModel

Numbers = tuple[int, ...]
Table = tuple[Numbers, ...]
"""One row for each task, one column for each agent."""


@dataclass(frozen=True)
class Problem:
    """Tasks that are each done by one agent of limited capacity.

    Generalised assignment has prices, loads and capacities; facility location also opening costs;
    task allocation also communication costs between tasks that are done by different agents.
    """

    price: Table
    load: Table
    capacity: Numbers
    opening: Numbers = ()
    communication: Table = ()

    def project(self) -> Project:
        """The problem as a project with the scenario ``least``."""
        tasks, agents = range(len(self.price)), range(len(self.capacity))
        return Project(
            settings=Settings(
                horizon_months=1, discount_rate=0, contingency_share=0, unclear_contingency_share=0
            ),
            processes=tuple(Process(process_id=f"T{t}", name=f"Task {t}") for t in tasks),
            demand=tuple(
                DemandStream(demand_id=f"T{t}", process_id=f"T{t}", contacts_per_month=1, handle_seconds=1)
                for t in tasks
            ),
            providers=tuple(
                Provider(
                    provider_id=f"A{a}",
                    name=f"Agent {a}",
                    sourcing_model=SourcingModel.ONSHORE,
                    capacity_fte=self.capacity[a],
                    engagement_cost=self.opening[a] if self.opening else 0,
                )
                for a in agents
            ),
            offers=tuple(
                Offer(
                    offer_id=f"A{a}-T{t}",
                    provider_id=f"A{a}",
                    process_id=f"T{t}",
                    pricing_model=PricingModel.FIXED,
                    price=self.price[t][a],
                    fte_override=self.load[t][a],
                )
                for t in tasks
                for a in agents
            ),
            handoffs=tuple(
                Handoff(
                    handoff_id=f"T{s}-T{t}",
                    from_process_id=f"T{s}",
                    to_id=f"T{t}",
                    cut_cost_per_month=self.communication[s][t],
                )
                for s in tasks
                for t in tasks
                if self.communication and s < t
            ),
            scenarios=(ScenarioRow(scenario_id="least", name="Least cost"),),
        )
