"""Reads a live server and its store with QGIS, offscreen, and says what it sees: one line a layer, then the colours drawn.

Usage: python3 look.py http://127.0.0.1:8080 station.gpkg
"""
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (QgsApplication, QgsFeatureRequest, QgsMapRendererSequentialJob, QgsMapSettings, QgsRectangle, QgsVectorLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

base, store = sys.argv[1:]
QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], False)
app.initQgis()

for name in ["routes", "stops", "legs", "risk", "incidents"]:
    served = QgsVectorLayer(f"typename='{name}' url='{base}' version='auto'", name, "OAPIF")
    kept = QgsVectorLayer(f"{store}|layername={name}", name, "ogr")
    print("layer", name, sum(1 for _ in served.getFeatures()), sum(1 for _ in kept.getFeatures()), served.crs().authid())

stops = QgsVectorLayer(f"typename='stops' url='{base}' version='auto'", "stops", "OAPIF")
middle = stops.extent().center()
box = QgsRectangle(stops.extent().xMinimum(), stops.extent().yMinimum(), middle.x(), middle.y())
inside = [f.id() for f in stops.getFeatures() if box.contains(f.geometry().asPoint())]
found = [f.id() for f in stops.getFeatures(QgsFeatureRequest(box))]
print("box", len(inside), len(found))
stops.setSubsetString("\"unit\" = 'A1' AND \"visit\" > 1")
print("filter", sum(1 for _ in stops.getFeatures()))

routes = QgsVectorLayer(f"{store}|layername=routes", "routes", "ogr")
wanted = {f["color"] for f in routes.getFeatures()}
settings = QgsMapSettings()
settings.setLayers([routes])
settings.setExtent(routes.extent())
settings.setOutputSize(QSize(600, 600))
settings.setBackgroundColor(QColor("white"))
job = QgsMapRendererSequentialJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
drawn = {image.pixelColor(x, y).name() for x in range(600) for y in range(600)}
print("colours", len(wanted), len(wanted & drawn))
