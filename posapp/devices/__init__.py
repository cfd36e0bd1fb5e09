"""Adapters of the ports in ``posapp.domain.ports`` to the operating system."""
