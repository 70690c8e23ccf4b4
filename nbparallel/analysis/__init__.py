"""Legality: may this loop's iterations run apart, and what do they leave behind?"""
